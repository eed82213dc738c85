/** Widths of the arches, outermost first; each stands further back than the one before it. */
const ARCHES = [
  { width: 520, foot: 900, springing: 400 },
  { width: 420, foot: 852, springing: 420 },
  { width: 332, foot: 812, springing: 444 },
  { width: 256, foot: 778, springing: 470 },
  { width: 190, foot: 750, springing: 496 },
  { width: 132, foot: 726, springing: 520 },
]

function archPath({ width, foot, springing }: (typeof ARCHES)[number]): string {
  const radius = width / 2
  return `M${300 - radius} ${foot}V${springing}a${radius} ${radius} 0 0 1 ${width} 0V${foot}Z`
}

/** A passage of arches with a light at its end. Its colours are the brand's; see styles/scene.css. */
export function Gate() {
  return (
    <div class="gate">
      <svg viewBox="0 0 600 900" preserveAspectRatio="xMidYMax slice" aria-hidden="true" focusable="false">
        <defs>
          <linearGradient id="gate-floor" x1="0" y1="0" x2="0" y2="1">
            <stop class="gate-light" offset="0" stop-opacity=".75" />
            <stop class="gate-light" offset="1" stop-opacity="0" />
          </linearGradient>
          <radialGradient id="gate-glow">
            <stop class="gate-halo" offset="0" stop-opacity=".6" />
            <stop class="gate-halo" offset="1" stop-opacity="0" />
          </radialGradient>
        </defs>
        {ARCHES.map((arch, index) => (
          <path key={arch.width} class={`gate-arch gate-arch-${index}`} d={archPath(arch)} />
        ))}
        <circle class="gate-glow" cx="300" cy="600" r="300" fill="url(#gate-glow)" />
        <path d="M234 726h132l154 174H80Z" fill="url(#gate-floor)" />
      </svg>
    </div>
  )
}
