import { useState } from 'preact/hooks'
import { useEnvironment } from '../environment.ts'

/** The brand's logo, or, where it has none or it does not load, a gate with a light in it. */
export function Mark() {
  const { logoUrl } = useEnvironment().served.config.brand
  const [isMissing, setMissing] = useState(false)
  if (logoUrl && !isMissing) {
    return <img class="mark" src={logoUrl} alt="" height="32" onError={() => setMissing(true)} />
  }
  return (
    <svg class="mark" viewBox="0 0 32 32" width="32" height="32" aria-hidden="true" focusable="false">
      <path class="mark-gate" d="M4 31V15a12 12 0 0 1 24 0v16Z" />
      <path class="mark-door" d="M11 31V17a5 5 0 0 1 10 0v14Z" />
    </svg>
  )
}
