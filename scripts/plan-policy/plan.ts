/** One resource of a plan, with the values that are known. */
export interface Resource {
  address: string
  mode: string
  type: string
  values: Values
}

export type Values = Record<string, unknown>

/** What `terraform show -json` says of a plan, as far as it is read here. */
export interface ShownPlan {
  planned_values?: { root_module?: { resources?: Resource[] } }
}

/** What a rule found, and at which resource. */
export interface Finding {
  rule: string
  address: string
  what: string
}

/** A plan as rules ask it. What is not there, or not known yet, is told as a finding, never passed over. */
export class Plan {
  readonly resources: readonly Resource[]
  readonly findings: Finding[] = []
  #rule = ''

  constructor(shown: ShownPlan) {
    this.resources = (shown.planned_values?.root_module?.resources ?? []).filter(
      ({ mode }) => mode === 'managed',
    )
    if (this.resources.length === 0)
      this.findings.push({ rule: 'plan', address: '-', what: 'it makes nothing' })
  }

  judge(rule: string, check: (plan: Plan) => void): void {
    this.#rule = rule
    check(this)
  }

  find(address: string, what: string): void {
    this.findings.push({ rule: this.#rule, address, what })
  }

  /** Those of a type, of which there has to be one. */
  required(type: string): readonly Resource[] {
    const found = this.all(type)
    if (found.length === 0) this.find(type, 'there is none')
    return found
  }

  all(type: string): readonly Resource[] {
    return this.resources.filter((resource) => resource.type === type)
  }

  /** The resource has exactly these values; dots lead into blocks that there is one of. */
  demand({ address, values }: Resource, wanted: Values): void {
    for (const [path, value] of Object.entries(wanted)) {
      const actual = at(values, path)
      if (actual !== value)
        this.find(address, `${path} is ${JSON.stringify(actual ?? null)}, not ${JSON.stringify(value)}`)
    }
  }

  idOf({ address, values }: Resource): string | undefined {
    if (typeof values.id === 'string') return values.id
    this.find(address, 'its id is not known yet: look at the plan of an instance that has been applied')
    return undefined
  }
}

/** `template.container` of blocks that come as lists of one. */
export function at(values: Values, path: string): unknown {
  let current: unknown = values
  for (const name of path.split('.')) {
    if (Array.isArray(current)) current = current[0]
    current = (current as Values | null | undefined)?.[name]
  }
  return current
}

/** The blocks of a name, none when there is none. */
export const blocks = (values: Values, path: string): Values[] =>
  (at(values, path) as Values[] | undefined) ?? []
