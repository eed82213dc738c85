/** The first letters of a name, where there is no picture. To those who do not see it, it says nothing new. */
export function Monogram({ name, isPerson }: { name: string; isPerson?: boolean }) {
  const words = name.split(/\s+/).filter(Boolean)
  const letters = [words[0], words.length > 1 ? words.at(-1) : undefined]
    .map((word) => (word ? [...word][0] : ''))
    .join('')
  return (
    <span class={isPerson ? 'monogram monogram-person' : 'monogram'} aria-hidden="true">
      {letters.toLocaleUpperCase()}
    </span>
  )
}
