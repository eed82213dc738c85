export { Delivery, SignedIn, SignInResult } from './schemas.ts'
export { openSession, type Proof, refusalOf, type Standing, toRefreshed, toSignedIn } from './service.ts'
