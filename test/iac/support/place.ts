import { spawn } from 'node:child_process'
import {
  chmodSync,
  cpSync,
  existsSync,
  globSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { delimiter, join } from 'node:path'
import type { ShownPlan } from '../../../scripts/plan-policy/plan.ts'
import { StandIn } from '../provider/server.ts'

const root = join(import.meta.dirname, '../../..')

/** Where `.ci/iac` has put `@cdktn/provider-azurerm`. */
const schemaFolder = process.env.AZURERM_SCHEMA ?? ''

const SUBSCRIPTION = '11111111-2222-4333-8444-555555555555'
export const IMAGE = `registry.example/team/gatehouse@sha256:${'a'.repeat(64)}`

export interface Ended {
  status: number | null
  /** Of both, as it came. */
  output: string
}

const declared = (text: string, kind: 'resource' | 'data') => [
  ...new Set([...text.matchAll(new RegExp(`^${kind} "(azurerm_\\w+)"`, 'gm'))].map(([, type = '']) => type)),
]

/**
 * A copy of iac/ with a cloud of its own: the provider's stand-in, one for `az`, and a state in a file. Everything that is
 * run in it finds those first, and never gets to Azure.
 */
export class Place implements AsyncDisposable {
  readonly folder = mkdtempSync(join(tmpdir(), 'gatehouse-iac-'))
  readonly iac = join(this.folder, 'iac')
  readonly az = join(this.folder, 'az')
  readonly provider: StandIn
  #reattach = ''
  #environment: Record<string, string> = {}

  private constructor() {
    cpSync(join(root, 'iac'), this.iac, { recursive: true, filter: (path) => !path.includes('.terraform') })
    const text = globSync(join(this.iac, '*.tf'))
      .map((path) => readFileSync(path, 'utf8'))
      .join('\n')
    this.provider = new StandIn(schemaFolder, {
      resources: declared(text, 'resource'),
      data: declared(text, 'data'),
    })
    writeFileSync(join(this.iac, 'backend_override.tf'), 'terraform {\n  backend "local" {}\n}\n')
    mkdirSync(join(this.az, 'vault'), { recursive: true })
    writeFileSync(join(this.az, 'subscription'), SUBSCRIPTION)
    this.#makeTools()
  }

  static async open(): Promise<Place> {
    if (!existsSync(schemaFolder))
      throw new Error('run this by `bash .ci/iac`, which fetches the schema of azurerm')
    const place = new Place()
    place.#reattach = await place.provider.start()
    return place
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.provider.stop()
    rmSync(this.folder, { recursive: true, force: true })
  }

  /** An instance with values in place of the examples. */
  addInstance(name: string, like: 'production' | 'dev', more = ''): void {
    const text = readFileSync(join(this.iac, `instances/${like}.tfvars`), 'utf8')
      .replaceAll('@example.org', '@gatehouse.test')
      .replaceAll('00000000-0000-0000-0000-000000000000', '99999999-8888-4777-8666-555555555555')
      .replace('deployer_addresses = []', 'deployer_addresses = ["198.51.100.7/32"]')
    writeFileSync(join(this.iac, `instances/${name}.tfvars`), `${text}\n${more}\n`)
  }

  script(
    name: string,
    scriptArguments: string[],
    options: { input?: string; env?: Record<string, string> } = {},
  ) {
    return this.#run('bash', [join(this.iac, name), ...scriptArguments], options)
  }

  /** Terraform itself, with a plain variable file and made-up secrets. */
  terraform(terraformArguments: string[], env: Record<string, string> = {}): Promise<Ended> {
    return this.#run('terraform', [`-chdir=${this.iac}`, ...terraformArguments], { env })
  }

  /** The plan of an instance, as `terraform show -json` has it; once it has been applied, every id in it is known. */
  async plan(instance: string, { apply = false } = {}): Promise<ShownPlan> {
    const env = { ...variablesOf(instance), TF_DATA_DIR: join(this.iac, '.terraform', instance) }
    const file = join(this.folder, 'plan')
    const plan = ['plan', '-no-color', `-var-file=instances/${instance}.tfvars`, `-out=${file}`]
    const steps = [['init', '-no-color', `-backend-config=key=${instance}.tfstate`], plan]
    if (apply) steps.push(['apply', '-no-color', file], plan)
    for (const step of steps) {
      const { status, output } = await this.terraform(step, env)
      if (status !== 0) throw new Error(output)
    }
    return JSON.parse((await this.terraform(['show', '-json', file], env)).output) as ShownPlan
  }

  /** Each call of `az` so far, in order. */
  get calls(): string[] {
    const log = join(this.az, 'calls.log')
    return existsSync(log) ? readFileSync(log, 'utf8').trim().split('\n') : []
  }

  /** The next calls of `az` that begin so fail; none with an empty text. */
  failAz(beginning: string): void {
    writeFileSync(join(this.az, 'fail'), beginning)
  }

  tell(file: string, text: string): void {
    writeFileSync(join(this.az, file), text)
  }

  stateOf(instance: string): string {
    return readFileSync(join(this.iac, `${instance}.tfstate`), 'utf8')
  }

  /** `az` and `curl` are stand-ins; `terraform` is the real one, told where its state is as a local backend is told. */
  #makeTools(): void {
    const bin = join(this.folder, 'bin')
    mkdirSync(bin)
    const tool = (name: string, text: string) => {
      writeFileSync(join(bin, name), `#!/usr/bin/env bash\n${text}\n`)
      chmodSync(join(bin, name), 0o755)
    }
    cpSync(join(import.meta.dirname, 'az'), join(bin, 'az'))
    tool(
      'terraform',
      `real=$(PATH=\${PATH#*:} command -v terraform)
kept=()
for one in "$@"; do
  case $one in
    -backend-config=key=*) kept+=("-backend-config=path=${this.iac}/\${one#*=*=}") ;;
    -backend-config=*) echo "$one" >>"${this.folder}/backend.log" ;;
    *) kept+=("$one") ;;
  esac
done
exec "$real" "\${kept[@]}"`,
    )
    tool(
      'curl',
      `echo "\${*: -1}" >>"${this.az}/curl.log"; path=\${*: -1}; cat "${this.az}/\${path##*/}" 2>/dev/null || { echo 'curl: (7) refused'; exit 7; }`,
    )
    this.#environment = {
      PATH: `${bin}${delimiter}${process.env.PATH}`,
      FAKE_AZ: this.az,
      CHECKPOINT_DISABLE: '1',
      POLL_SECONDS: '1',
      SMOKE_SECONDS: '1',
      STATE_WAIT_SECONDS: '0',
      VAULT_ATTEMPTS: '2',
      VAULT_WAIT_SECONDS: '0',
    }
  }

  async #run(
    command: string,
    commandArguments: string[],
    { input = '', env = {} }: { input?: string; env?: Record<string, string> },
  ): Promise<Ended> {
    // What the provider's stand-in was given for the vault is what `az` finds there.
    this.#writeSecrets()
    this.provider.onWritten = () => this.#writeSecrets()
    const { TF_CLI_CONFIG_FILE: _, ...inherited } = process.env
    const child = spawn(command, commandArguments, {
      env: { ...inherited, ...this.#environment, TF_REATTACH_PROVIDERS: this.#reattach, ...env },
    })
    child.stdin.end(input)
    let output = ''
    for (const stream of [child.stdout, child.stderr])
      stream.setEncoding('utf8').on('data', (text: string) => {
        output += text
      })
    const status = await new Promise<number | null>((resolve, reject) => {
      child.on('error', reject)
      child.on('close', resolve)
    })
    return { status, output }
  }

  #writeSecrets(): void {
    for (const { type, name, value } of this.provider.written)
      if (type === 'azurerm_key_vault_secret') writeFileSync(join(this.az, 'vault', name), value)
  }
}

export const variablesOf = (instance: string): Record<string, string> => ({
  TF_VAR_subscription_id: SUBSCRIPTION,
  TF_VAR_instance: instance,
  TF_VAR_image: `gatehouse@sha256:${'a'.repeat(64)}`,
  TF_VAR_secret_values: JSON.stringify({
    DATABASE_OWNER_PASSWORD: 'made-up-owner',
    DATABASE_SERVER_PASSWORD: 'made-up-server',
    SECRET_KEY: 'made-up-secret-key',
    SMTP_URL: 'smtp://made-up',
  }),
})
