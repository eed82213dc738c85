import { type ComponentChildren, createContext } from 'preact'
import { useContext, useEffect, useMemo, useState } from 'preact/hooks'
import { type Environment, useEnvironment } from '../environment.ts'
import type { Catalogue, Language } from '../strings/catalogue.ts'

/** The environment with the words of one area beside those that all pages share. */
export type AreaEnvironment<Words> = Environment & { strings: Catalogue & Words }

/**
 * An area whose words travel only to those who get there, so that signing in stays light. `load` comes before `Area`
 * is shown, and `useArea` works inside it.
 *
 * @param fetchWords brings the words of one language.
 */
export function createArea<Words extends object>(fetchWords: (language: Language) => Promise<Words>) {
  const Context = createContext<AreaEnvironment<Words> | undefined>(undefined)
  const known = new Map<Language, Words>()

  const load = async (language: Language): Promise<void> => {
    if (!known.has(language)) known.set(language, await fetchWords(language))
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
    const words = spoken && known.get(spoken)
    if (!words) throw new Error('An area was shown before its words were there.')
    const inside = useMemo(
      () => ({ ...environment, strings: { ...environment.strings, ...words } }),
      [environment, words],
    )
    return <Context.Provider value={inside}>{children}</Context.Provider>
  }

  function useArea(): AreaEnvironment<Words> {
    const inside = useContext(Context)
    if (!inside) throw new Error('A component was rendered outside its area.')
    return inside
  }
  return { Area, useArea, load }
}
