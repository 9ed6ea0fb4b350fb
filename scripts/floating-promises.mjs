// Finds statements whose promise nobody waits for, with the compiler's own types. The linter has such a rule, but it
// does not see types that come from packages: a database query without `await` would pass it.
import { relative } from 'node:path'
import { SyntaxKind } from 'typescript/unstable/ast'
import {
  isAwaitExpression,
  isBinaryExpression,
  isCallExpression,
  isExpressionStatement,
  isParenthesizedExpression,
  isPropertyAccessExpression,
  isVoidExpression,
} from 'typescript/unstable/ast/is'
import { API } from 'typescript/unstable/sync'
import { root } from './lib/paths.mjs'

/** @typedef {import('typescript/unstable/ast').Node} Node */
/** @typedef {import('typescript/unstable/ast').Expression} Expression */

const configs = process.argv.length > 2 ? process.argv.slice(2) : ['test/tsconfig.json', 'web/tsconfig.json']
const api = new API({ cwd: root })
const found = new Set(configs.flatMap(floatingIn))
api.close()
for (const place of found)
  console.log(`${place} a promise that nobody waits for: await it, return it, or mark it with void`)
process.exitCode = found.size > 0 ? 1 : 0

/**
 * @param {string} config a tsconfig relative to the root
 * @returns {string[]} `file:line:` of each floating promise
 */
function floatingIn(config) {
  const project = api.updateSnapshot({ openProjects: [root + config] }).getProject(root + config)
  if (!project) throw new Error(`${config} is no project`)
  const { checker, program } = project
  return project.rootFiles.flatMap((name) => {
    const file = program.getSourceFile(name)
    if (!file) throw new Error(`${name} is not part of ${config}`)
    const loose = expressionStatements(file).filter((expression) => !handled(expression))
    const types = checker.getTypeAtLocation(loose)
    return loose.filter((_, index) => isPromise(types[index])).map((expression) => placeOf(expression, file))
  })

  /** @param {import('typescript/unstable/sync').Type | undefined} type */
  function isPromise(type) {
    if (!type) return false
    if (type.isUnionType()) return type.getTypes().some(isPromise)
    return checker.getPropertyOfType(type, 'then') !== undefined
  }
}

/**
 * The expressions that stand as statements below a node.
 * @param {Node} node
 * @returns {Expression[]}
 */
function expressionStatements(node) {
  /** @type {Expression[]} */
  const found = []
  node.forEachChild((child) => {
    if (isExpressionStatement(child)) found.push(child.expression)
    found.push(...expressionStatements(child))
  })
  return found
}

/**
 * Awaited, voided, stored, or with its rejection handled: `.catch(f)`, `.then(f, g)`.
 * @param {Expression} expression
 * @returns {boolean}
 */
function handled(expression) {
  if (isParenthesizedExpression(expression)) return handled(expression.expression)
  if (isAwaitExpression(expression) || isVoidExpression(expression)) return true
  if (isBinaryExpression(expression)) return isAssignment(expression.operatorToken.kind)
  if (!isCallExpression(expression) || !isPropertyAccessExpression(expression.expression)) return false
  const method = expression.expression.name.text
  if (method === 'finally') return handled(expression.expression.expression)
  return (
    (method === 'catch' && expression.arguments.length > 0) ||
    (method === 'then' && expression.arguments.length > 1)
  )
}

/** @param {SyntaxKind} operator */
function isAssignment(operator) {
  return operator >= SyntaxKind.FirstAssignment && operator <= SyntaxKind.LastAssignment
}

/**
 * @param {Node} node
 * @param {import('typescript/unstable/ast').SourceFile} file
 */
function placeOf(node, file) {
  const { line } = file.getLineAndCharacterOfPosition(node.getStart(file))
  return `${relative(root, file.fileName)}:${line + 1}:`
}
