import type { ComponentChildren } from 'preact'
import { useEnvironment } from '../environment.ts'
import { Gate } from './gate.tsx'
import { LanguageSwitcher } from './language-switcher.tsx'
import { Mark } from './mark.tsx'

/** What surrounds every page before signing in: the gate on one side, the form on the other. */
export function Scene({ children }: { children: ComponentChildren }) {
  const { brand } = useEnvironment().served.config
  return (
    <div class="scene">
      <Gate />
      <div class="panel">
        <header class="panel-head">
          <p class="brand">
            <Mark />
            <span>{brand.name}</span>
          </p>
        </header>
        <main class="panel-body">{children}</main>
        <footer class="panel-foot">
          <LanguageSwitcher />
        </footer>
      </div>
    </div>
  )
}
