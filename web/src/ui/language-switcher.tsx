import { useEnvironment } from '../environment.ts'
import { isLanguage, languageNames, languages } from '../strings/catalogue.ts'

/**
 * Chooses the language. A form, so that it works without JavaScript; with it, the words change in place and what has
 * been typed stays. The choice is remembered in a cookie, by the server or here.
 */
export function LanguageSwitcher() {
  const { strings, language, setLanguage, served, token } = useEnvironment()
  const onSubmit = (event: SubmitEvent) => {
    const chosen = (event.submitter as HTMLButtonElement | null)?.value ?? ''
    if (!isLanguage(chosen)) return
    event.preventDefault()
    void setLanguage(chosen)
  }
  return (
    <form class="languages" method="get" onSubmit={onSubmit} aria-label={strings.common.chooseLanguage}>
      {token && <input type="hidden" name="token" value={token} />}
      {served.redirectTo && <input type="hidden" name="redirectTo" value={served.redirectTo} />}
      {languages.map((tag) => (
        <button
          key={tag}
          type="submit"
          class="link"
          name="lang"
          value={tag}
          lang={tag}
          aria-current={tag === language}
        >
          {languageNames[tag]}
        </button>
      ))}
    </form>
  )
}
