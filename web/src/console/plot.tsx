import { shortDay } from '../ui/time.ts'
import { useConsole } from './area.ts'

interface PlotProps {
  title: string
  /** One value a day, oldest first. */
  days: { day: string; value: number }[]
  /** Whether more is worse: it is drawn so. */
  isTrouble?: boolean
}

const WIDTH = 280
const HEIGHT = 64
const GAP = 2

/** How much there was on each day: bars to look at, a table to read. The last day is not over yet. */
export function Plot({ title, days, isTrouble }: PlotProps) {
  const { strings, language } = useConsole()
  const { overview } = strings
  const highest = Math.max(1, ...days.map(({ value }) => value))
  const number = new Intl.NumberFormat(language)
  const step = WIDTH / Math.max(1, days.length)
  const heightOf = (value: number) => (value === 0 ? 1 : Math.max(3, (value / highest) * HEIGHT))
  const today = days.at(-1)?.value ?? 0
  const total = days.reduce((sum, { value }) => sum + value, 0)
  return (
    <figure class={isTrouble ? 'plot plot-trouble' : 'plot'}>
      <figcaption>
        <span class="plot-title">{title}</span>
        <span class="plot-now">{number.format(today)}</span>
        <span class="hint">{overview.today}</span>
      </figcaption>
      <svg
        viewBox={`0 0 ${WIDTH} ${HEIGHT}`}
        role="img"
        preserveAspectRatio="none"
        aria-label={overview.plotLabel(title, number.format(total), days.length)}
      >
        {days.map(({ day, value }, index) => (
          <rect
            key={day}
            class={index === days.length - 1 ? 'bar bar-now' : 'bar'}
            x={index * step + GAP / 2}
            y={HEIGHT - heightOf(value)}
            width={Math.max(1, step - GAP)}
            height={heightOf(value)}
            rx="1.5"
          >
            <title>{`${shortDay(language, day)}: ${number.format(value)}`}</title>
          </rect>
        ))}
      </svg>
      <p class="plot-span hint" aria-hidden="true">
        <span>{days[0] && shortDay(language, days[0].day)}</span>
        <span>{overview.highest(number.format(Math.max(0, ...days.map(({ value }) => value))))}</span>
      </p>
    </figure>
  )
}
