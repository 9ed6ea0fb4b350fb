import { Box, Table, type TableCellProps } from '@chakra-ui/react'
import type { ReactNode } from 'react'

interface Column<T> {
  /** Also the column's key; an empty one has only a name for screen readers. */
  label: string
  cell: (row: T) => ReactNode
  /** Not shown on phones: the first column says the gist. */
  wideOnly?: boolean
  hideLabel?: boolean
  align?: 'end'
  props?: TableCellProps
}

interface Props<T> {
  caption: string
  columns: readonly Column<T>[]
  rows: readonly T[]
  rowKey: (row: T) => number
}

/** A dense table in a frame. On phones it keeps the columns that matter. */
export function DataTable<T>({ caption, columns, rows, rowKey }: Props<T>) {
  const display = (column: Column<T>) => (column.wideOnly ? { base: 'none', md: 'table-cell' } : undefined)
  return (
    <Table.ScrollArea position="relative" whiteSpace="normal" borderWidth="1px" rounded="l3" bg="bg.panel">
      <Table.Root aria-label={caption} size="sm" bg="transparent">
        <Table.Header>
          <Table.Row bg="bg.subtle">
            {columns.map((column) => (
              <Table.ColumnHeader
                key={column.label}
                display={display(column)}
                textAlign={column.align}
                textStyle="xs"
                fontWeight="medium"
                color="fg.muted"
                whiteSpace="nowrap"
                px={{ base: '3', md: '4' }}
                py="2"
              >
                {column.hideLabel ? <Box srOnly>{column.label}</Box> : column.label}
              </Table.ColumnHeader>
            ))}
          </Table.Row>
        </Table.Header>
        <Table.Body>
          {rows.map((row) => (
            <Table.Row key={rowKey(row)} bg="transparent" _last={{ '& td': { borderBottomWidth: 0 } }}>
              {columns.map((column) => (
                <Table.Cell
                  key={column.label}
                  display={display(column)}
                  textAlign={column.align}
                  fontVariantNumeric="tabular-nums"
                  px={{ base: '3', md: '4' }}
                  py="2.5"
                  {...column.props}
                >
                  {column.cell(row)}
                </Table.Cell>
              ))}
            </Table.Row>
          ))}
        </Table.Body>
      </Table.Root>
    </Table.ScrollArea>
  )
}
