import type { ComponentChildren } from 'preact'
import { useEffect, useRef, useState } from 'preact/hooks'
import { useConsole } from './area.ts'

type Asked = Record<string, string>

interface Filtering {
  /** What is asked for: names and values, without those that are empty. */
  asked: Asked
  /** The same as one text, to tell two questions apart. */
  key: string
  ask(next: Asked): void
}

/**
 * What a list is asked for. It stands in the address, so that it outlives a reload and the way back from one of the
 * list's items, and can be sent to a colleague.
 */
export function useFiltering(names: readonly string[]): Filtering {
  const { address } = useConsole()
  const [asked, setAsked] = useState(() => readQuery(address.searchParams, names))
  useEffect(() => setAsked(readQuery(address.searchParams, names)), [address.search])
  const ask = (next: Asked) => {
    const kept = Object.fromEntries(Object.entries(next).filter(([, value]) => value !== ''))
    const query = new URLSearchParams(kept).toString()
    history.replaceState(null, '', query ? `?${query}` : location.pathname)
    setAsked(kept)
  }
  return { asked, key: JSON.stringify(asked), ask }
}

function readQuery(query: URLSearchParams, names: readonly string[]): Asked {
  const given = names.flatMap((name) => {
    const value = query.get(name)
    return value ? [[name, value] as const] : []
  })
  return Object.fromEntries(given)
}

interface FiltersProps {
  filtering: Filtering
  label: string
  children: ComponentChildren
}

/** The form of a list's filters. Choices act at once, what is typed when it is sent. */
export function Filters({ filtering, label, children }: FiltersProps) {
  const { strings } = useConsole()
  const form = useRef<HTMLFormElement>(null)
  const ask = () => {
    if (!form.current) return
    const given: Asked = {}
    for (const [name, value] of new FormData(form.current)) given[name] = String(value).trim()
    filtering.ask(given)
  }
  const clear = () => {
    for (const element of form.current?.elements ?? []) {
      if (element instanceof HTMLInputElement) element.value = ''
      // The first choice is the open one, or the usual order.
      if (element instanceof HTMLSelectElement) element.selectedIndex = 0
    }
    filtering.ask({})
  }
  const onSubmit = (event: SubmitEvent) => {
    event.preventDefault()
    ask()
  }
  const onChange = (event: Event) => {
    if (event.target instanceof HTMLSelectElement) ask()
  }
  const isFiltered = Object.keys(filtering.asked).length > 0
  return (
    <search>
      <form class="filters" ref={form} aria-label={label} onSubmit={onSubmit} onChange={onChange}>
        {children}
        <div class="filters-send">
          <button type="submit" class="button">
            {strings.list.search}
          </button>
          {isFiltered && (
            <button type="button" class="button button-quiet" onClick={clear}>
              {strings.list.clear}
            </button>
          )}
        </div>
      </form>
    </search>
  )
}

interface FilterProps {
  name: string
  label: string
  asked: Asked
  isWide?: boolean
}

interface TextFilterProps extends FilterProps {
  type?: 'text' | 'date'
  placeholder?: string
}

export function TextFilter({ name, label, asked, isWide, type = 'text', placeholder }: TextFilterProps) {
  return (
    <div class={isWide ? 'field field-wide' : 'field'}>
      <label for={`filter-${name}`}>{label}</label>
      <input
        id={`filter-${name}`}
        // One of two: Preact's types want to know which.
        type={type as 'text'}
        name={name}
        defaultValue={asked[name] ?? ''}
        placeholder={placeholder}
        autocomplete="off"
        autocapitalize="none"
        spellcheck={false}
      />
    </div>
  )
}

interface ChoiceFilterProps extends FilterProps {
  choices: readonly { value: string; text: string }[]
  /** What is said of leaving it open; without it, the first choice is what holds. */
  open?: string
}

export function ChoiceFilter({ name, label, asked, choices, open }: ChoiceFilterProps) {
  return (
    <div class="field">
      <label for={`filter-${name}`}>{label}</label>
      <select id={`filter-${name}`} name={name}>
        {open !== undefined && (
          <option value="" selected={!asked[name]}>
            {open}
          </option>
        )}
        {choices.map(({ value, text }) => (
          <option key={value} value={value} selected={asked[name] === value}>
            {text}
          </option>
        ))}
      </select>
    </div>
  )
}
