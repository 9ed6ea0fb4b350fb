import { NativeSelect } from '@chakra-ui/react'

interface Props<T extends string> {
  value: T
  onValue: (value: T) => void
  options: readonly (readonly [value: T, label: string])[]
  /** The accessible name, where no field's label gives one. */
  label?: string
  w?: string
}

/** The browser's own drop-down list, in our look. */
export function Select<T extends string>({ value, onValue, options, label, w }: Props<T>) {
  return (
    <NativeSelect.Root {...(w === undefined ? {} : { w })}>
      <NativeSelect.Field
        h="7.5"
        {...(label === undefined ? {} : { 'aria-label': label })}
        value={value}
        onChange={(event) => onValue(event.target.value as T)}
      >
        {options.map(([option, text]) => (
          <option key={option} value={option}>
            {text}
          </option>
        ))}
      </NativeSelect.Field>
      <NativeSelect.Indicator />
    </NativeSelect.Root>
  )
}
