export { Delivery, SignedIn, SignInResult } from './schemas.ts'
export { openSession, refusalOf, type Standing, toRefreshed, toSignedIn } from './service.ts'
