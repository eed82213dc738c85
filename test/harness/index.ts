/** Worlds to test in: a platform with an app on a database of its own, a clock, a mailbox, and people. */
export { type Answer, type Caller, type Face, faces, textOf } from './callers.ts'
export type { Mail } from './mailbox.ts'
export { type Person, type SignedInPerson, signedIn } from './people.ts'
export type { PersonWithTotp } from './people-factors.ts'
export type { Owner } from './people-organizations.ts'
export { canRace } from './redis.ts'
export { createWorld, type Node, useWorld, type World } from './world.ts'
