import { providerAt, withProviders } from '../harness/provider-sign-in.ts'
import { startStandInProvider } from '../harness/stand-in-provider.ts'

/** One provider for every world whose procedures are all called. It keeps no process from ending. */
export const provider = await startStandInProvider()

/** Options of a world in which every procedure can be called well. */
export const everythingOn = withProviders(providerAt(provider.issuer))
