import type { ComponentChildren } from 'preact'
import type { List } from '../area/list.ts'
import { FailureAlert } from '../ui/alert.tsx'
import { useConsole } from './area.ts'
import { type Column, type Selection, Table } from './table.tsx'

interface ListingProps<Item> {
  list: List<Item>
  caption: string
  columns: Column<Item>[]
  keyOf(item: Item): string
  selection?: Selection<Item> | undefined
  /** What is said when there is nothing. */
  empty: ComponentChildren
}

/** A list as a table, with how much of it is shown, more of it, and what went wrong. */
export function Listing<Item>({ list, empty, ...table }: ListingProps<Item>) {
  const { strings } = useConsole()
  const { items, hasMore, isPending, failure, showMore, reload } = list
  const count = items?.length ?? 0
  return (
    <div class="listing">
      <FailureAlert failure={failure}>
        <p>
          <button type="button" class="link" onClick={count > 0 && hasMore ? showMore : reload}>
            {strings.common.retry}
          </button>
        </p>
      </FailureAlert>
      {count > 0 && <Table {...table} items={items ?? []} isBusy={isPending} />}
      {items && count === 0 && !failure && !isPending && (
        <p class="empty">{hasMore ? strings.list.sparse : empty}</p>
      )}
      <div class="listing-foot">
        <p role="status" class="hint">
          {isPending ? strings.common.loading : count > 0 && strings.list.shown(count, hasMore)}
        </p>
        {hasMore && (
          <button type="button" class="button button-small" onClick={showMore} aria-disabled={isPending}>
            {strings.list.more}
          </button>
        )}
      </div>
    </div>
  )
}
