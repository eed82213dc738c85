import type { ComponentChildren } from 'preact'
import { useId } from 'preact/hooks'

export interface Column<Item> {
  id: string
  title: string
  cell(item: Item): ComponentChildren
  /** Names the row to those who do not see it whole. One column of a table does. */
  isName?: boolean
  /** Numbers and times: they do not break, and stand below each other. */
  isFigure?: boolean
}

/** Rows that something can be done with together. */
export interface Selection<Item> {
  chosen: ReadonlySet<string>
  onChange(chosen: ReadonlySet<string>): void
  /** Says of a row's box what it chooses. */
  labelOf(item: Item): string
  labelOfAll: string
}

interface TableProps<Item> {
  caption: string
  columns: Column<Item>[]
  items: Item[]
  keyOf(item: Item): string
  selection?: Selection<Item> | undefined
  isBusy?: boolean
}

/** Facts in rows. On a narrow screen every row becomes a card, with the columns' titles inside. */
export function Table<Item>({ caption, columns, items, keyOf, selection, isBusy }: TableProps<Item>) {
  return (
    <table class="table" aria-busy={isBusy}>
      <caption class="visually-hidden">{caption}</caption>
      <thead>
        <tr>
          {selection && (
            <th scope="col" class="table-choice">
              <ChooseAll {...{ selection, items, keyOf }} />
            </th>
          )}
          {columns.map(({ id, title, isFigure }) => (
            <th key={id} scope="col" class={isFigure ? 'figure' : undefined}>
              {title}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {items.map((item) => (
          <tr key={keyOf(item)} class={selection?.chosen.has(keyOf(item)) ? 'is-chosen' : undefined}>
            {selection && (
              <td class="table-choice">
                <ChooseOne {...{ selection, item, id: keyOf(item) }} />
              </td>
            )}
            {columns.map((column) => (
              <Cell key={column.id} column={column} item={item} />
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  )
}

function Cell<Item>({ column, item }: { column: Column<Item>; item: Item }) {
  const { title, isName, isFigure } = column
  if (isName) {
    return (
      <th scope="row" data-title={title}>
        {column.cell(item)}
      </th>
    )
  }
  return (
    <td data-title={title} class={isFigure ? 'figure' : undefined}>
      {column.cell(item)}
    </td>
  )
}

type ChooseAllProps<Item> = Pick<TableProps<Item>, 'items' | 'keyOf'> & { selection: Selection<Item> }

function ChooseAll<Item>({ selection, items, keyOf }: ChooseAllProps<Item>) {
  const { chosen, onChange, labelOfAll } = selection
  const ids = items.map(keyOf)
  const isAll = ids.length > 0 && ids.every((id) => chosen.has(id))
  return (
    <input
      type="checkbox"
      aria-label={labelOfAll}
      checked={isAll}
      indeterminate={!isAll && chosen.size > 0}
      onChange={() => onChange(new Set(isAll ? [] : ids))}
    />
  )
}

interface ChooseOneProps<Item> {
  selection: Selection<Item>
  item: Item
  id: string
}

function ChooseOne<Item>({ selection, item, id }: ChooseOneProps<Item>) {
  const { chosen, onChange, labelOf } = selection
  const fieldId = useId()
  const toggle = () => {
    const next = new Set(chosen)
    if (!next.delete(id)) next.add(id)
    onChange(next)
  }
  return (
    <input
      type="checkbox"
      id={fieldId}
      aria-label={labelOf(item)}
      checked={chosen.has(id)}
      onChange={toggle}
    />
  )
}
