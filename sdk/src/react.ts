'use client'

/** `@gatehouse/sdk/react`: who is signed in, as hooks and components. Needs `react` 18 or 19. */
import {
  createContext,
  createElement,
  Fragment,
  type ReactElement,
  type ReactNode,
  useCallback,
  useContext,
  useSyncExternalStore,
} from 'react'
import type { GatehouseClient } from './client.ts'
import { hasCode } from './gatehouse-error.ts'
import type { User } from './generated/types.ts'
import { LOADING, type SessionView, sessionSourceOf } from './react/session-view.ts'
import type { SessionState } from './session.ts'

export type { SessionView }

const ClientContext = createContext<GatehouseClient | null>(null)

export interface GatehouseProviderProps {
  /** Made once, outside of components: `createClient({ baseUrl })`. On a server one per person, as everywhere. */
  client: GatehouseClient
  children?: ReactNode
}

/** Gives a client to the hooks and components below it. */
export const GatehouseProvider = ({ client, children }: GatehouseProviderProps): ReactElement =>
  createElement(ClientContext.Provider, { value: client }, children)

/**
 * The client, for calls: `const { auth } = useGatehouse()`.
 *
 * @throws {Error} outside of a `GatehouseProvider`
 */
export function useGatehouse(): GatehouseClient {
  const client = useContext(ClientContext)
  if (!client) throw new Error('There is no <GatehouseProvider client={…}> around this component.')
  return client
}

const whileRenderedOnServer = () => LOADING

/**
 * Whether somebody is signed in, and who. `loading` until the platform has told, and always while rendering on a
 * server: what the server sends is the same for everybody. Follows sign-ins and sign-outs, in other tabs too.
 */
export function useSession(): SessionView {
  const source = sessionSourceOf(useGatehouse().session)
  return useSyncExternalStore(source.subscribe, source.read, whileRenderedOnServer)
}

export interface UserView {
  /** Null while loading and when nobody is signed in. */
  user: User | null
  isLoading: boolean
  /** Asks the platform for the account as it is now, for all components; null when nobody is signed in any more. */
  reload(): Promise<User | null>
}

/** Who is signed in. Changes made by `client.account.update` are seen at once; those made elsewhere after `reload()`. */
export function useUser(): UserView {
  const client = useGatehouse()
  const { status, session } = useSession()
  const reload = useCallback(async () => {
    try {
      return await client.account.get()
    } catch (error) {
      if (hasCode(error, 'auth.unauthenticated')) return null
      throw error
    }
  }, [client])
  return { user: session?.user ?? null, isLoading: status === 'loading', reload }
}

export interface SignedInProps {
  /** Shown when somebody is signed in; as a function, it is given who. */
  children?: ReactNode | ((session: SessionState) => ReactNode)
  /** Shown while loading; nothing unless given. */
  fallback?: ReactNode
}

/** Shows its children to those who are signed in. It hides, it does not protect: what is secret stays on the server. */
export function SignedIn({ children, fallback }: SignedInProps): ReactElement | null {
  const { status, session } = useSession()
  if (status === 'loading') return shown(fallback)
  if (!session) return null
  return shown(typeof children === 'function' ? children(session) : children)
}

export interface SignedOutProps {
  /** Shown when nobody is signed in. */
  children?: ReactNode
  /** Shown while loading; nothing unless given. */
  fallback?: ReactNode
}

/** Shows its children when nobody is signed in. */
export function SignedOut({ children, fallback }: SignedOutProps): ReactElement | null {
  const { status } = useSession()
  if (status === 'loading') return shown(fallback)
  return status === 'signed_out' ? shown(children) : null
}

const shown = (node: ReactNode): ReactElement => createElement(Fragment, null, node)
