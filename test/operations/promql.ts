/** What PromQL itself calls by a name, as far as it is used here. */
const PROMQL = new Set(
  'sum min max count rate increase changes absent abs topk histogram_quantile min_over_time avg_over_time vector bool time by on and or unless offset group_left'.split(
    ' ',
  ),
)

/** The metrics a PromQL expression reads: what is left without texts, matchers, labels to group by, and the language. */
export function metricsIn(expression: string): string[] {
  const bare = expression
    .replaceAll(/"[^"]*"/g, '')
    .replaceAll(/\{[^}]*\}/g, ' ')
    .replaceAll(/\[[^\]]*\]/g, ' ')
    .replaceAll(/\b(by|on|group_left) *\([^)]*\)/g, ' ')
    .replaceAll(/\boffset +\w+/g, ' ')
  return [...bare.matchAll(/[a-z_][a-z0-9_:]*/gi)].map(([name]) => name).filter((name) => !PROMQL.has(name))
}

/** Labels an expression selects or groups by, other than those that Prometheus adds. */
export function labelsIn(expression: string): string[] {
  const matchers = [...expression.matchAll(/[{,] *(\w+) *(?:=~|!~|!=|=)/g)].map(([, label]) => label ?? '')
  const groups = [...expression.matchAll(/\bby *\(([^)]*)\)/g)].flatMap(
    ([, list]) => list?.split(/ *, */) ?? [],
  )
  return [...matchers, ...groups].filter((label) => !['job', 'instance', 'le'].includes(label))
}
