import type { Language } from '../../kit/language.ts'

/** Words that every mail shares. A language that misses one does not compile. */
interface SharedStrings {
  hello: (name: string) => string
  /** Introduces the address of a button, written out. */
  buttonFallback: string
  when: string
  where: string
  device: string
}

export const shared: Record<Language, SharedStrings> = {
  en: {
    hello: (name) => `Hello ${name},`,
    buttonFallback: 'If the button does not work, open this address:',
    when: 'When',
    where: 'From IP address',
    device: 'Device',
  },
  de: {
    hello: (name) => `Hallo ${name},`,
    buttonFallback: 'Falls der Knopf nicht geht, öffnen Sie diese Adresse:',
    when: 'Wann',
    where: 'Von der IP-Adresse',
    device: 'Gerät',
  },
}
