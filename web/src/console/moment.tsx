import { dayAndTime, exactTime } from '../ui/time.ts'
import { useConsole } from './area.ts'

interface MomentProps {
  at: Date | null
  /** What is said where there is none. */
  none?: string
  isExact?: boolean
}

/** A day and a time, where the viewer is. */
export function Moment({ at, none, isExact }: MomentProps) {
  const { language, strings } = useConsole()
  if (at === null) return <>{none ?? strings.list.never}</>
  return <time dateTime={at.toISOString()}>{(isExact ? exactTime : dayAndTime)(language, at)}</time>
}
