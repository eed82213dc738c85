import type { ComponentChildren } from 'preact'
import { useEffect, useRef } from 'preact/hooks'
import { useEnvironment } from '../environment.ts'

let isFirstPage = true

interface HeadingProps {
  title: string
  /** What it is a part of, for the document's title. */
  of?: string
  children?: ComponentChildren
}

/**
 * The heading of a page or of one step of it. The document's title follows it, and so does the focus: whoever does not
 * see the page change hears that it has. Only the first page leaves the focus where the browser puts it.
 */
export function Heading({ title, of, children }: HeadingProps) {
  const { strings, served } = useEnvironment()
  const heading = useRef<HTMLHeadingElement>(null)
  useEffect(() => {
    document.title = strings.common.titleOf(of ? `${title} · ${of}` : title, served.config.brand.name)
  }, [title, of])
  useEffect(() => {
    if (!isFirstPage) heading.current?.focus()
    isFirstPage = false
  }, [])
  return (
    <div class="heading">
      {children}
      <h1 ref={heading} tabIndex={-1}>
        {title}
      </h1>
    </div>
  )
}
