import { type ComponentChildren, createContext } from 'preact'
import { useContext, useEffect, useMemo, useState } from 'preact/hooks'
import { type Environment, EnvironmentContext, useEnvironment } from '../environment.ts'
import { type Catalogue, type Language, loadAreaErrors } from '../strings/catalogue.ts'

/** The environment with the words of one area beside those that all pages share. */
export type AreaEnvironment<Words> = Environment & { strings: Catalogue & Words }

interface Fetched<Words> {
  words: Words
  errors: Awaited<ReturnType<typeof loadAreaErrors>>
}

/**
 * An area whose words travel only to those who get there, so that signing in stays light. `load` comes before `Area`
 * is shown, and `useArea` works inside it.
 *
 * @param fetchWords brings the words of one language.
 */
export function createArea<Words extends object>(fetchWords: (language: Language) => Promise<Words>) {
  const Context = createContext<AreaEnvironment<Words> | undefined>(undefined)
  const known = new Map<Language, Fetched<Words>>()

  const load = async (language: Language): Promise<void> => {
    if (known.has(language)) return
    const [words, errors] = await Promise.all([fetchWords(language), loadAreaErrors(language)])
    known.set(language, { words, errors })
  }

  /** Its words follow the language as soon as they are there; until then those that are there have to do. */
  function Area({ children }: { children: ComponentChildren }) {
    const environment = useEnvironment()
    const { language } = environment
    const [spoken, setSpoken] = useState(() => (known.has(language) ? language : [...known.keys()][0]))
    useEffect(() => {
      let isPresent = true
      const speak = () => isPresent && setSpoken(language)
      load(language).then(speak, () => undefined)
      return () => {
        isPresent = false
      }
    }, [language])
    const fetched = spoken && known.get(spoken)
    if (!fetched) throw new Error('An area was shown before its words were there.')
    const [outside, inside] = useMemo(() => {
      const errors = { ...environment.strings.errors, ...fetched.errors }
      const strings = { ...environment.strings, errors }
      return [
        { ...environment, strings },
        { ...environment, strings: { ...strings, ...fetched.words } },
      ]
    }, [environment, fetched])
    return (
      <EnvironmentContext.Provider value={outside}>
        <Context.Provider value={inside}>{children}</Context.Provider>
      </EnvironmentContext.Provider>
    )
  }

  function useArea(): AreaEnvironment<Words> {
    const inside = useContext(Context)
    if (!inside) throw new Error('A component was rendered outside its area.')
    return inside
  }
  return { Area, useArea, load }
}
