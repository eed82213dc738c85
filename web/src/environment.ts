import type { GatehouseClient, MfaRequired } from '@gatehouse/sdk'
import { createContext, type FunctionComponent } from 'preact'
import { useContext } from 'preact/hooks'
import type { Failure } from './failure.ts'
import type { Served } from './served.ts'
import type { Catalogue, Language } from './strings/catalogue.ts'

/** What one page hands to the next without a trace in the address: it is gone when the tab is. */
export interface Carried {
  email?: string
  notice?: 'signedOut' | 'sessionEnded' | 'accountClosed'
  /** An administrator has just stopped acting as a person. */
  isActingOver?: boolean
  /** What has just been done, in words: the next page says it. */
  done?: string
  /** What a second factor is due for: the sign-in page goes on with that. */
  challenge?: Challenge
  /** An address elsewhere that the server has allowed to go on to. */
  allowedRedirect?: string
  /** Why the person is brought back. */
  failure?: Failure
}

/** The demand for a second factor, as far as a page needs it. */
export type Challenge = Pick<MfaRequired, 'challengeToken' | 'methods'>

/** A person whom an administrator acts as: in this tab alone, and in memory alone. Loading the page anew ends it. */
export interface Acting {
  /** Calls the server as that person. */
  gatehouse: GatehouseClient
  /** Says so above every page, with a button that ends it. */
  Banner: FunctionComponent
}

/** What every part of the pages may use. */
export interface Environment {
  gatehouse: GatehouseClient
  strings: Catalogue
  language: Language
  /** Takes up a language that was chosen, and remembers it. */
  setLanguage(language: Language): Promise<void>
  /** Takes up the language of a BCP 47 tag, unless another was chosen. */
  suggestLanguage(tag: string): Promise<void>
  served: Served
  /** The one-time token of the link that led here, or empty. */
  token: string
  /** The present path and query. */
  address: URL
  carried: Carried
  /** Has the account area show the account of a person who is acted as; with nobody, one's own again. */
  actAs(acting: Acting | undefined): void
  /** Goes to another page of ours without loading it anew; anything else is left to the browser. */
  go(to: string, carried?: Carried): void
}

export const EnvironmentContext = createContext<Environment | undefined>(undefined)

export function useEnvironment(): Environment {
  const environment = useContext(EnvironmentContext)
  if (!environment) throw new Error('A component was rendered outside the app.')
  return environment
}

export const useStrings = (): Catalogue => useEnvironment().strings
