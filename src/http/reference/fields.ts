import { type JsonSchema, nameInRef } from './openapi.ts'

/** One member of a shape, as a reader of the reference sees it. */
export interface Field {
  /** With the way to it: `author.name`, `members[]`. */
  readonly name: string
  readonly type: string
  readonly required: boolean
}

/** The members of an object, those of unnamed objects inside it with their way. None for anything but an object. */
export function fieldsOf(schema: JsonSchema, way = ''): Field[] {
  const { properties = {}, required = [] } = schema
  return Object.entries(properties).flatMap(([name, property]) => {
    const field = { name: way + name, type: typeWords(property), required: required.includes(name) }
    return [field, ...innerFields(property, way + name)]
  })
}

function innerFields(schema: JsonSchema, way: string): Field[] {
  if (schema.properties) return fieldsOf(schema, `${way}.`)
  if (schema.items) return innerFields(schema.items, `${way}[]`)
  const variants = schema.anyOf?.filter((variant) => variant.type !== 'null') ?? []
  return variants.length === 1 && variants[0] ? innerFields(variants[0], way) : []
}

/** What a value may be, in words: `text, 1 to 100 characters`, `list of Message`. */
export function typeWords(schema: JsonSchema): string {
  if (schema.$ref) return nameInRef(schema.$ref)
  const variants = schema.anyOf ?? schema.oneOf
  if (variants) return variants.map(variantWords).join(' or ')
  if (schema.const !== undefined) return JSON.stringify(schema.const)
  if (schema.enum) return schema.enum.map((value) => JSON.stringify(value)).join(' or ')
  const types = typeof schema.type === 'string' ? [schema.type] : (schema.type ?? [])
  const words = types.map((type) => oneType(type, schema)).join(' or ') || 'any value'
  return schema.default === undefined ? words : `${words}; default ${JSON.stringify(schema.default)}`
}

/** Of several shapes without names each shows its members. */
function variantWords(schema: JsonSchema): string {
  if (!schema.properties) return typeWords(schema)
  const members = Object.entries(schema.properties).map(
    ([name, property]) => `${name} ${typeWords(property)}`,
  )
  return `{${members.join(', ')}}`
}

function oneType(type: string, schema: JsonSchema): string {
  switch (type) {
    case 'string':
      if (schema.format === 'date-time') return 'time'
      return `${schema.format === 'email' ? 'e-mail address' : 'text'}${span(schema.minLength, schema.maxLength, ' characters')}`
    case 'integer':
      return `integer${span(schema.minimum, schema.maximum, '')}`
    case 'number':
      return `number${span(schema.minimum, schema.maximum, '')}`
    case 'array':
      return `list of ${schema.items ? typeWords(schema.items) : 'values'}`
    case 'object':
      return typeof schema.additionalProperties === 'object'
        ? `object with ${typeWords(schema.additionalProperties)} values`
        : 'object'
    default:
      return type
  }
}

function span(least: number | undefined, most: number | undefined, unit: string): string {
  if (least !== undefined && most !== undefined) return `, ${least} to ${most}${unit}`
  if (most !== undefined) return `, at most ${most}${unit}`
  return least === undefined ? '' : `, at least ${least}${unit}`
}
