import type { FunctionComponent } from 'preact'
import { useEffect, useState } from 'preact/hooks'

interface Lazy {
  Component: FunctionComponent | undefined
  /** It could not be fetched. Browsers remember that of a module: only loading the page anew helps. */
  isUnreachable: boolean
}

/** Fetches a part of the pages that most people never need. */
export function useLazy(load: () => Promise<FunctionComponent>): Lazy {
  const [Component, setComponent] = useState<FunctionComponent>()
  const [isUnreachable, setUnreachable] = useState(false)
  useEffect(() => {
    load().then(
      (component) => setComponent(() => component),
      () => setUnreachable(true),
    )
  }, [])
  return { Component, isUnreachable }
}
