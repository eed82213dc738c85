import type { Catalogue } from '../catalogue.ts'
import type { entrance as english } from '../en/entrance.ts'

export const entrance: Pick<Catalogue, keyof typeof english> = {
  common: {
    titleOf: (page, brand) => `${page} · ${brand}`,
    errorTitle: (title) => `Fehler: ${title}`,
    email: 'E-Mail-Adresse',
    password: 'Passwort',
    newPassword: 'Neues Passwort',
    passwordHint: (least) => `Mindestens ${least} Zeichen. Ein paar Wörter ohne Zusammenhang sind gut.`,
    show: 'Zeigen',
    hide: 'Verbergen',
    showPassword: 'Passwort zeigen',
    hidePassword: 'Passwort verbergen',
    capsLock: 'Die Feststelltaste ist an.',
    chooseLanguage: 'Sprache',
    requestId: 'Anfrage-ID',
    copy: 'Kopieren',
    copied: 'Kopiert',
    wait: (time) => `In ${time} können Sie es wieder versuchen.`,
    waitOver: 'Sie können es jetzt wieder versuchen.',
    offline: 'Wir erreichen den Server nicht. Prüfen Sie Ihre Verbindung und versuchen Sie es noch einmal.',
    working: 'Einen Moment …',
    loading: 'Wird geladen …',
    retry: 'Noch einmal versuchen',
    cancel: 'Abbrechen',
    backToSignIn: 'Zurück zur Anmeldung',
    scriptNeeded: 'Ihr Kontobereich braucht JavaScript. Sie sind angemeldet und können sich hier abmelden.',
  },

  fields: {
    required: 'Füllen Sie dieses Feld aus.',
    'email.invalid': 'Geben Sie eine E-Mail-Adresse wie name@example.org ein.',
    tooLong: 'Das ist zu lang.',
    wrongPassword: 'Das ist nicht Ihr Passwort.',
    invalid: 'Das stimmt nicht. Prüfen Sie es.',
  },

  signIn: {
    title: 'Anmelden',
    lead: (brand) => `Willkommen zurück bei ${brand}.`,
    submit: 'Anmelden',
    forgot: 'Passwort vergessen?',
    newHere: 'Neu hier?',
    signUp: 'Konto anlegen',
    signedOut: 'Sie sind abgemeldet.',
    sessionEnded: 'Melden Sie sich an, um fortzufahren.',
    resend: 'Link noch einmal schicken',
    resent: 'Wir haben Ihnen einen neuen Link geschickt. Sehen Sie in Ihre Mail.',
    reset: 'Passwort zurücksetzen',
  },

  signUp: {
    title: 'Konto anlegen',
    lead: 'Das dauert eine Minute. Danach bestätigen Sie Ihre E-Mail-Adresse.',
    displayName: 'Ihr Name',
    displayNameHint: 'So sehen andere Sie.',
    submit: 'Konto anlegen',
    haveOne: 'Sie haben schon ein Konto?',
    signIn: 'Anmelden',
    closedTitle: 'Keine neuen Konten',
    closed: 'Hier können keine neuen Konten angelegt werden. Bitten Sie die Betreiber um eine Einladung.',
    sentTitle: 'Sehen Sie in Ihre Mail',
    sent: (email) =>
      `Wir haben eine Nachricht an ${email} geschickt. Bestätigen Sie Ihre Adresse mit dem Link darin.`,
    sentNote:
      'Nach ein paar Minuten noch nichts da? Sehen Sie im Spam-Ordner nach, oder lassen Sie sie noch einmal schicken.',
    resend: 'Noch einmal schicken',
    resent: 'Noch einmal geschickt.',
  },

  verify: {
    title: 'E-Mail-Adresse bestätigen',
    lead: 'Ein Klick, und Ihr Konto ist bereit.',
    submit: 'Adresse bestätigen',
    doneTitle: 'Adresse bestätigt',
    done: (email) => `${email} ist bestätigt. Sie können sich jetzt anmelden.`,
    signIn: 'Anmelden',
    requestTitle: 'Neuen Link holen',
    requestLead: 'Geben Sie die Adresse Ihres Kontos ein, dann schicken wir Ihnen einen neuen Link.',
    requestSubmit: 'Link schicken',
    sentTitle: 'Sehen Sie in Ihre Mail',
    sent: (email) => `Falls ${email} noch zu bestätigen ist, ist ein neuer Link unterwegs.`,
  },

  forgot: {
    title: 'Passwort zurücksetzen',
    lead: 'Geben Sie Ihre E-Mail-Adresse ein, dann schicken wir Ihnen einen Link, mit dem Sie ein neues Passwort wählen.',
    submit: 'Link schicken',
    sentTitle: 'Sehen Sie in Ihre Mail',
    sent: (email) => `Falls es ein Konto für ${email} gibt, ist ein Link unterwegs. Er gilt 30 Minuten.`,
    sentNote:
      'Nach ein paar Minuten noch nichts da? Sehen Sie im Spam-Ordner nach, oder lassen Sie ihn noch einmal schicken.',
    resend: 'Noch einmal schicken',
    resent: 'Noch einmal geschickt.',
  },

  reset: {
    title: 'Neues Passwort wählen',
    lead: 'Sie werden damit überall abgemeldet, damit niemand sonst angemeldet bleibt.',
    submit: 'Passwort setzen',
    doneTitle: 'Ihr neues Passwort gilt',
    done: 'Sie sind überall abgemeldet. Melden Sie sich mit dem neuen Passwort an.',
    signIn: 'Anmelden',
    newLink: 'Neuen Link holen',
  },

  notFound: {
    title: 'Seite nicht gefunden',
    lead: 'Unter dieser Adresse gibt es nichts.',
    home: 'Zum Anfang',
  },
}
