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
    passkeyFailed:
      'Der Passkey hat auf diesem Gerät nicht funktioniert. Versuchen Sie es noch einmal, oder nehmen Sie einen anderen Weg.',
    passkeyUnknown: 'Dieser Passkey ist hier nicht bekannt, oder nicht mehr. Nehmen Sie einen anderen Weg.',
    passkeyKnown: 'Dieses Gerät hat schon einen Passkey für Ihr Konto.',
    offline: 'Wir erreichen den Server nicht. Prüfen Sie Ihre Verbindung und versuchen Sie es noch einmal.',
    working: 'Einen Moment …',
    loading: 'Wird geladen …',
    retry: 'Noch einmal versuchen',
    cancel: 'Abbrechen',
    backToSignIn: 'Zurück zur Anmeldung',
    scriptNeeded: 'Dieser Bereich braucht JavaScript. Sie sind angemeldet und können sich hier abmelden.',
  },

  fields: {
    required: 'Füllen Sie dieses Feld aus.',
    'email.invalid': 'Geben Sie eine E-Mail-Adresse wie name@example.org ein.',
    tooLong: 'Das ist zu lang.',
    wrongPassword: 'Das ist nicht Ihr Passwort.',
    wrongCode: 'Dieser Code stimmt nicht oder gilt nicht mehr. Nehmen Sie den neuesten.',
    invalid: 'Das stimmt nicht. Prüfen Sie es.',
    choose: 'Wählen Sie mindestens eines.',
    mismatch: 'Das stimmt nicht überein.',
  },

  account: {
    title: 'Ihr Konto',
    console: 'Konsole',
    navigation: 'Konto',
    signOut: 'Abmelden',
    signOutFailed: 'Sie sind noch nicht abgemeldet.',
  },

  stepUp: {
    title: 'Bestätigen Sie, dass Sie es sind',
    lead: 'Sie ändern gleich etwas Wichtiges.',
    code: 'Sechsstelliger Code',
    recoveryCode: 'Ersatzcode',
    withPasskey: 'Passkey nehmen',
    withCode: 'Code aus Ihrer App nehmen',
    withPassword: 'Passwort nehmen',
    withRecovery: 'Ersatzcode nehmen',
    signInAgain:
      'Ihr Konto hat nichts, womit Sie es hier bestätigen können. Melden Sie sich neu an, um fortzufahren.',
    toSignIn: 'Neu anmelden',
    submit: 'Bestätigen',
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
    accountClosed: 'Ihr Konto ist geschlossen. Melden Sie sich binnen sieben Tagen an, um es zu behalten.',
    resend: 'Link noch einmal schicken',
    resent: 'Wir haben Ihnen einen neuen Link geschickt. Sehen Sie in Ihre Mail.',
    reset: 'Passwort zurücksetzen',
    or: 'oder',
    passkey: 'Mit Passkey anmelden',
    provider: (name) => `Weiter mit ${name}`,
    byEmail: 'Link oder Code per Mail',
  },

  secondFactor: {
    title: 'Geben Sie Ihren Code ein',
    lead: 'Öffnen Sie Ihre Authenticator-App und geben Sie die sechs Ziffern ein, die sie zeigt.',
    code: 'Sechsstelliger Code',
    recoveryTitle: 'Mit Ersatzcode anmelden',
    recoveryLead:
      'Zehn davon haben Sie gesichert, als Sie den zweiten Schritt einschalteten. Jeder gilt einmal.',
    recoveryCode: 'Ersatzcode',
    submit: 'Weiter',
    passkey: 'Stattdessen einen Passkey nehmen',
    recovery: 'Stattdessen einen Ersatzcode nehmen',
    totp: 'Stattdessen die Authenticator-App nehmen',
  },

  byEmail: {
    title: 'Per Mail anmelden',
    lead: 'Wir schicken Ihnen einen Link und einen Code. Jeder davon meldet Sie an, ohne Passwort.',
    submit: 'Mail schicken',
    codeTitle: 'Sehen Sie in Ihre Mail',
    sent: (email) =>
      `Falls es zu ${email} hier ein Konto gibt, sind ein Link und ein sechsstelliger Code unterwegs. Sie gelten 10 Minuten.`,
    code: 'Code aus der Mail',
    codeSubmit: 'Anmelden',
    again: 'Nichts da? Sehen Sie im Spam-Ordner nach, oder',
    resend: 'beginnen Sie von vorn',
  },

  magicLink: {
    title: 'Sie werden angemeldet',
    working: 'Einen Moment …',
    confirmTitle: 'Möchten Sie sich anmelden?',
    confirmLead: (brand) =>
      `Sie haben einen Link geöffnet, der bei ${brand} anmeldet. Fahren Sie nur fort, wenn Sie ihn selbst angefordert haben.`,
    submit: 'Anmelden',
    newLink: 'Neuen Link holen',
  },

  provider: {
    title: 'Sie werden angemeldet',
    lead: 'Einen Moment …',
    confirm: 'Drücken Sie den Knopf, um fortzufahren.',
    submit: 'Weiter',
    refusedTitle: 'Sie sind nicht angemeldet',
    refused: 'Der andere Dienst hat Sie nicht angemeldet. Er schreibt:',
    noAnswer:
      'Der andere Dienst hat keine Antwort geschickt, mit der wir etwas anfangen können. Beginnen Sie neu.',
    backToAccount: 'Zurück zu Ihrem Konto',
  },

  confirmEmail: {
    title: 'Neue Adresse bestätigen',
    lead: 'Danach melden Sie sich mit dieser Adresse an, und wir schreiben an sie.',
    submit: 'Neue Adresse bestätigen',
    doneTitle: 'Ihre Adresse ist geändert',
    done: 'Melden Sie sich künftig mit der neuen Adresse an.',
    next: 'Zu Ihrem Konto',
  },

  undoEmail: {
    title: 'Alte Adresse behalten',
    lead: 'Jemand wollte Ihr Konto auf eine andere Adresse umstellen. Waren Sie das nicht, holen Sie die alte zurück.',
    submit: 'Alte Adresse zurückholen',
    doneTitle: 'Ihre alte Adresse gilt wieder',
    done: 'Sie sind überall abgemeldet. Wählen Sie ein neues Passwort, bevor Sie sich wieder anmelden.',
    reset: 'Neues Passwort wählen',
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
