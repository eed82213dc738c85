/** Making, rotating and revoking API keys, and telling others what one is good for. */
export { cleanUpApiKeys } from './service.ts'
