/** A moment, as somebody types it. @throws {Error} in words for whoever typed it. */
export function readMoment(text: string): Date {
  const isMoment = /^\d{4}-\d{2}-\d{2}(?:T\d{2}:\d{2}(?::\d{2}(?:\.\d{1,3})?)?(?:Z|[+-]\d{2}:\d{2}))?$/.test(
    text,
  )
  const moment = new Date(text)
  if (!isMoment || Number.isNaN(moment.getTime()))
    throw new Error(`"${text}" is no moment: write 2026-11-24 or 2026-11-24T09:41:00Z.`)
  return moment
}
