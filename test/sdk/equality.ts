import type { inferRouterError, inferRouterInputs, inferRouterOutputs } from '@trpc/server'
import type { ErrorCode } from '../../sdk/src/errors.ts'
import type { Methods } from '../../sdk/src/generated/methods.ts'
import type { AppRouter as Generated } from '../../sdk/src/trpc.ts'
import type { ErrorCode as ServerErrorCode } from '../../server/src/kit/identity-error.ts'
import type { AppRouter as Server } from '../../server/src/router.ts'

// Proven by the compiler, and run by nobody: what the generator printed is what the router means. A type that is only
// assignable is not enough, so `any`, a lost `null` and a field too many all fail here.

type Equal<Left, Right> =
  (<T>() => T extends Left ? 1 : 2) extends <T>() => T extends Right ? 1 : 2 ? true : false

/** Flattens intersections, so that two ways to write one type are one type. */
type Plain<Type> = Type extends Date | ((...values: never[]) => unknown)
  ? Type
  : Type extends object
    ? { [Key in keyof Type]: Plain<Type[Key]> }
    : Type

type Holds<Proof extends true> = Proof

type Inputs = Holds<Equal<Plain<inferRouterInputs<Generated>>, Plain<inferRouterInputs<Server>>>>
type Outputs = Holds<Equal<Plain<inferRouterOutputs<Generated>>, Plain<inferRouterOutputs<Server>>>>
type Errors = Holds<Equal<Plain<inferRouterError<Generated>>, Plain<inferRouterError<Server>>>>
type Codes = Holds<Equal<ErrorCode, ServerErrorCode>>

/** The methods of the client take and give what the router's type says. */
type InputOf<Method> = Method extends (input: infer Input, ...rest: never[]) => unknown
  ? NonNullable<Input>
  : never
type InputsOf<Space> = {
  -readonly [Name in keyof Space]: Space[Name] extends (...input: never[]) => unknown
    ? InputOf<Space[Name]>
    : InputsOf<Space[Name]>
}
type OutputsOf<Space> = {
  -readonly [Name in keyof Space]: Space[Name] extends (...input: never[]) => Promise<infer Output>
    ? Output
    : OutputsOf<Space[Name]>
}
type MethodInputs = Holds<Equal<Plain<InputsOf<Methods>>, Plain<inferRouterInputs<Server>>>>
type MethodOutputs = Holds<Equal<Plain<OutputsOf<Methods>>, Plain<inferRouterOutputs<Server>>>>

/** `Equal` itself can fail. */
type Control = Holds<Equal<Equal<{ a: string | null }, { a: string }>, false>>
type AnyIsNotEqual = Holds<Equal<Equal<{ a: unknown }, { a: never }>, false>>

export type Proof = [Inputs, Outputs, Errors, Codes, MethodInputs, MethodOutputs, Control, AnyIsNotEqual]
