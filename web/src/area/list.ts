import { useEffect, useRef, useState } from 'preact/hooks'
import { type Failure, toFailure } from '../failure.ts'
import { useRunAct } from './acts.ts'

interface Page<Item> {
  items: Item[]
  nextCursor: string | null
}

/** A list as far as it was read. */
export interface List<Item> {
  /** Undefined until the first page is there. */
  items: Item[] | undefined
  hasMore: boolean
  isPending: boolean
  failure: Failure | undefined
  showMore(): Promise<void>
  reload(): Promise<void>
}

/**
 * Reads a list page by page, and from its beginning again when what is asked for changes.
 *
 * @param asked names what is asked for: another text, another list.
 */
export function useList<Item>(
  asked: string,
  readPage: (cursor: string | undefined) => Promise<Page<Item>>,
): List<Item> {
  const run = useRunAct()
  const [page, setPage] = useState<Page<Item>>()
  const [failure, setFailure] = useState<Failure>()
  const [isPending, setPending] = useState(true)
  /** Counts questions, so that a slow answer to an earlier one does not overwrite the present one's. */
  const turn = useRef(0)

  const read = async (before: Item[], cursor: string | undefined) => {
    turn.current += 1
    const mine = turn.current
    setPending(true)
    setFailure(undefined)
    try {
      const next = await run(() => readPage(cursor))
      if (mine === turn.current) setPage({ items: [...before, ...next.items], nextCursor: next.nextCursor })
    } catch (error) {
      const refused = toFailure(error)
      if (mine === turn.current) setFailure(refused)
    } finally {
      if (mine === turn.current) setPending(false)
    }
  }
  useEffect(() => void read([], undefined), [asked])

  return {
    items: page?.items,
    hasMore: page !== undefined && page.nextCursor !== null,
    isPending,
    failure,
    showMore: async () => {
      if (page?.nextCursor && !isPending) await read(page.items, page.nextCursor)
    },
    reload: () => read([], undefined),
  }
}
