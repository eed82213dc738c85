import { useEffect, useRef, useState } from 'preact/hooks'
import { useStrings } from '../environment.ts'
import { type Failure, type FieldOf, type FieldProblem, toFailure } from '../failure.ts'

export type Values = Record<string, string>

interface FormOptions {
  /** Carries the form out. What it throws is shown. */
  submit(values: Values, form: HTMLFormElement): Promise<void>
  fieldOf?: FieldOf
  /** What the server wrote into the page, to begin with. */
  initialFailure?: Failure | undefined
}

export interface Form {
  isPending: boolean
  failure: Failure | undefined
  /** What is wrong with a field, if anything. */
  problemOf(name: string): FieldProblem | undefined
  props: {
    onSubmit(event: SubmitEvent): void
    noValidate: boolean
    'aria-busy': boolean
  }
}

/** An address with something on both sides of the @; whether it exists, only a mail can tell. */
const LOOKS_LIKE_EMAIL = /^[^@\s]+@[^@\s]+\.?[^@\s]*$/

function problemWith(input: HTMLInputElement | HTMLTextAreaElement): FieldProblem | undefined {
  // A password may be all spaces; a name or an address may not.
  const isPassword = input.autocomplete.endsWith('-password')
  if (input.required && (isPassword ? input.value : input.value.trim()) === '') return 'required'
  if (input.type === 'email' && !LOOKS_LIKE_EMAIL.test(input.value)) return 'email.invalid'
  // In characters, as the server counts: `value.length` sees an emoji as two.
  const length = [...input.value].length
  if (input.minLength > 0 && length < input.minLength) return 'password.too_short'
  if (input.maxLength > 0 && length > input.maxLength) return 'tooLong'
  const { expected } = input.dataset
  if (expected !== undefined && input.value.trim() !== expected) return 'mismatch'
  return undefined
}

const isTyped = (element: Element): element is HTMLInputElement | HTMLTextAreaElement =>
  element instanceof HTMLInputElement || element instanceof HTMLTextAreaElement

const lacksChoice = (choices: HTMLFieldSetElement): boolean =>
  'needed' in choices.dataset && choices.querySelector(':checked') === null

function checkFields(form: HTMLFormElement): Record<string, FieldProblem> {
  const problems: Record<string, FieldProblem> = {}
  for (const element of form.elements) {
    if (element instanceof HTMLFieldSetElement && lacksChoice(element)) problems[element.name] = 'choose'
    // A field without a name is not sent: it is there for password managers.
    if (!isTyped(element) || element.name === '') continue
    const problem = problemWith(element)
    if (problem) problems[element.name] = problem
  }
  return problems
}

function valuesOf(form: HTMLFormElement): Values {
  const values: Values = {}
  for (const [name, value] of new FormData(form)) if (typeof value === 'string') values[name] = value
  return values
}

/** Puts the focus on the first field in error, where its message is read out. */
function focusFirstProblem(form: HTMLFormElement, problems: Record<string, FieldProblem>): void {
  const first = [...form.elements].find(
    (element) =>
      'name' in element && problems[String(element.name)] && !(element instanceof HTMLFieldSetElement),
  )
  if (first instanceof HTMLElement) first.focus()
}

/**
 * A form whose fields belong to the browser: what a password manager fills in, or a person types before the script has
 * run, is there when it is sent. Checks the fields in the page's own words, sends, shows what the server refuses, and
 * moves the focus to the first thing that needs attention.
 */
export function useForm({ submit, fieldOf, initialFailure }: FormOptions): Form {
  const strings = useStrings()
  const [isPending, setPending] = useState(false)
  const [failure, setFailure] = useState(initialFailure)
  const [problems, setProblems] = useState<Record<string, FieldProblem>>({})
  const form = useRef<HTMLFormElement>(null)
  const isScripted = useIsScripted()

  useEffect(() => {
    if (form.current) focusFirstProblem(form.current, problems)
  }, [problems])
  useEffect(() => {
    // Before anything else, the title is what a screen reader says of a page.
    const { errorTitle } = strings.common
    const prefix = errorTitle('')
    const title = document.title.startsWith(prefix) ? document.title.slice(prefix.length) : document.title
    document.title = failure || Object.keys(problems).length > 0 ? errorTitle(title) : title
  }, [failure, problems])

  const onSubmit = async (event: SubmitEvent) => {
    event.preventDefault()
    if (isPending) return
    form.current = event.currentTarget as HTMLFormElement
    const found = checkFields(form.current)
    setFailure(undefined)
    setProblems(found)
    if (Object.keys(found).length > 0) return
    setPending(true)
    try {
      await submit(valuesOf(form.current), form.current)
    } catch (error) {
      const refused = toFailure(error, fieldOf ?? {})
      setFailure(refused)
      setProblems(refused?.fields ?? {})
    } finally {
      setPending(false)
    }
  }

  return {
    isPending,
    failure,
    problemOf: (name) => problems[name],
    props: { onSubmit, noValidate: isScripted, 'aria-busy': isPending },
  }
}

/** False while the page is as the server sent it: the browser's own checks then stand in for ours. */
function useIsScripted(): boolean {
  const [isScripted, setScripted] = useState(false)
  useEffect(() => setScripted(true), [])
  return isScripted
}
