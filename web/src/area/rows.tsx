import type { ComponentChildren } from 'preact'
import { useEffect, useRef } from 'preact/hooks'
import { useStrings } from '../environment.ts'
import { FailureAlert } from '../ui/alert.tsx'
import type { List } from './list.ts'

interface RowsProps<Item> {
  list: List<Item>
  /** What the list is of, to those who do not see what stands around it. */
  label: string
  /** What is said when there is nothing. */
  empty: ComponentChildren
  more: string
  children(item: Item): ComponentChildren
}

/** A list in rows: what is there, more of it, that it is being read, or why it could not be. */
export function Rows<Item>({ list, label, empty, more, children }: RowsProps<Item>) {
  const { common } = useStrings()
  const { items, hasMore, isPending, failure, showMore, reload } = list
  const { rows, readOn } = useReadingOn(list)
  return (
    <div class="listing" aria-busy={isPending}>
      {items && items.length > 0 && (
        <ul class="rows" aria-label={label} ref={rows}>
          {items.map(children)}
        </ul>
      )}
      {items?.length === 0 && !failure && <div class="empty">{empty}</div>}
      <FailureAlert failure={failure}>
        <p>
          <button type="button" class="link" onClick={items && hasMore ? showMore : reload}>
            {common.retry}
          </button>
        </p>
      </FailureAlert>
      <p role="status" class={items ? 'visually-hidden' : 'loading'}>
        {isPending && common.loading}
      </p>
      {hasMore && (
        <button type="button" class="button button-small" onClick={readOn} aria-disabled={isPending}>
          {more}
        </button>
      )}
    </div>
  )
}

/** More of a list, with the focus on the first row that was added: the button may be gone by then. */
function useReadingOn<Item>({ items, showMore }: List<Item>) {
  const rows = useRef<HTMLUListElement>(null)
  const seen = useRef<number | undefined>(undefined)
  const count = items?.length ?? 0
  useEffect(() => {
    const next = seen.current === undefined ? undefined : rows.current?.children[seen.current]
    if (!(next instanceof HTMLElement)) return
    seen.current = undefined
    next.tabIndex = -1
    next.focus()
  }, [count])
  const readOn = () => {
    seen.current = count
    return showMore()
  }
  return { rows, readOn }
}
