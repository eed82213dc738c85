import type { Catalogue } from '../catalogue.ts'
import type { accountArea as english } from '../en/account-area.ts'
import { actions, failures } from './actions.ts'

export const accountArea: Pick<Catalogue, keyof typeof english> = {
  account: {
    title: 'Ihr Konto',
    navigation: 'Konto',
    signOut: 'Abmelden',
    signOutFailed: 'Sie sind noch nicht abgemeldet.',
  },

  profile: {
    title: 'Profil',
    lead: 'Wie Sie erscheinen und wie wir mit Ihnen sprechen.',
    displayName: 'Name',
    verified: 'Bestätigt',
    unverified: 'Nicht bestätigt',
    locale: 'Sprache',
    localeHint: 'Für Mails und diese Seiten.',
    timezone: 'Zeitzone',
    memberSince: 'Dabei seit',
    submit: 'Änderungen sichern',
    saved: 'Gesichert.',
  },

  emailChange: {
    title: 'E-Mail-Adresse',
    lead: (email) => `Sie melden sich mit ${email} an.`,
    open: 'Adresse ändern',
    newEmail: 'Neue E-Mail-Adresse',
    hint: 'Wir schicken ihr einen Link. Ihre jetzige Adresse bleibt, bis Sie ihn öffnen.',
    submit: 'Link schicken',
    sent: (email) => `Wir haben einen Link an ${email} geschickt. Öffnen Sie ihn, um die Adresse zu ändern.`,
  },

  yourData: {
    title: 'Ihre Daten',
    lead: 'Alles, was wir über Sie haben, in einer JSON-Datei.',
    submit: 'Meine Daten herunterladen',
    done: 'Der Download hat begonnen.',
  },

  closing: {
    title: 'Konto schließen',
    lead: 'Ihr Konto und alles, was dazu gehört, wird nach sieben Tagen gelöscht. Melden Sie sich vorher an, bleibt es.',
    open: 'Mein Konto schließen',
    confirmTitle: 'Konto schließen?',
    confirmLead:
      'Sie werden jetzt überall abgemeldet. In sieben Tagen ist alles gelöscht, und niemand kann es zurückholen.',
    submit: 'Konto schließen',
  },

  security: {
    title: 'Sicherheit',
    lead: 'Was zwischen Ihrem Konto und allen anderen steht.',
    on: 'An',
    off: 'Aus',
  },

  totp: {
    title: 'Anmelden in zwei Schritten',
    lead: 'Nach dem Passwort ein Code aus einer App auf Ihrem Telefon. Das Passwort allein öffnet dann nichts mehr.',
    since: (day) => `Eingeschaltet am ${day}.`,
    begin: 'Einschalten',
    scan: 'Scannen Sie dies mit Ihrer Authenticator-App.',
    qr: 'QR-Code für Ihre Authenticator-App',
    secret: 'Oder geben Sie diesen Schlüssel in die App ein:',
    copySecret: 'Schlüssel kopieren',
    code: 'Sechsstelliger Code aus der App',
    confirm: 'Einschalten',
    turnedOn: 'Der zweite Schritt ist eingeschaltet.',
    disable: 'Ausschalten',
    disableTitle: 'Zweiten Schritt ausschalten?',
    disableLead:
      'Danach genügt Ihr Passwort allein. Geben Sie einen Code aus Ihrer App ein, um fortzufahren.',
    turnedOff: 'Der zweite Schritt ist ausgeschaltet.',
  },

  recovery: {
    title: 'Ersatzcodes',
    lead: 'Für den Fall, dass Ihr Telefon weg ist. Jeder Code meldet Sie einmal an.',
    left: (count) => (count === 1 ? 'Noch 1 Code' : `Noch ${count} Codes`),
    regenerate: 'Neue Codes erzeugen',
    regenerated: 'Die alten Codes gelten nicht mehr.',
    shownTitle: 'Sichern Sie Ihre Ersatzcodes',
    shownLead:
      'Sie werden nur jetzt gezeigt. Bewahren Sie sie dort auf, wo Sie sie ohne Ihr Telefon erreichen.',
    copy: 'Kopieren',
    download: 'Herunterladen',
    print: 'Drucken',
    saved: 'Ich habe sie gesichert',
    fileHead: (brand, email) => `Ersatzcodes von ${email} für ${brand}. Jeder gilt einmal.`,
    fileName: 'ersatzcodes.txt',
  },

  passkeys: {
    title: 'Passkeys',
    lead: 'Melden Sie sich mit Fingerabdruck, Gesicht oder der PIN Ihres Geräts an. Nichts zu merken, nichts zu stehlen.',
    unsupported: 'Dieser Browser kann keine Passkeys.',
    empty: 'Sie haben noch keinen Passkey.',
    add: 'Passkey anlegen',
    added: (name) => `${name} ist angelegt.`,
    created: (when) => `Angelegt am ${when}`,
    used: (when) => `zuletzt benutzt ${when}`,
    neverUsed: 'noch nicht benutzt',
    synced: 'Synchronisiert',
    rename: 'Umbenennen',
    renameOf: (name) => `${name} umbenennen`,
    renameTitle: 'Passkey umbenennen',
    name: 'Name',
    save: 'Sichern',
    renamed: 'Umbenannt.',
    remove: 'Entfernen',
    removeOf: (name) => `${name} entfernen`,
    removeTitle: (name) => `${name} entfernen?`,
    removeLead: 'Sie können sich damit nicht mehr anmelden. Löschen Sie ihn auch auf Ihrem Gerät.',
    removed: (name) => `${name} ist entfernt.`,
  },

  connections: {
    title: 'Verbundene Konten',
    lead: 'Konten anderswo, mit denen Sie sich hier anmelden können.',
    connected: (when) => `Verbunden am ${when}`,
    connect: 'Verbinden',
    connectOf: (name) => `${name} verbinden`,
    disconnect: 'Trennen',
    disconnectOf: (name) => `${name} trennen`,
    disconnected: (name) => `${name} ist getrennt.`,
    linked: (name) => `${name} ist verbunden.`,
    none: 'Nicht verbunden',
    empty: 'Hier ist kein anderer Dienst eingerichtet.',
  },

  passwordPage: {
    title: 'Passwort',
    lead: 'Nehmen Sie eines, das Sie nirgends sonst verwenden.',
    current: 'Jetziges Passwort',
    next: 'Neues Passwort',
    signOutOthers: 'Meine anderen Geräte abmelden',
    signOutOthersHint: 'Empfohlen, falls jemand das alte kennt.',
    submit: 'Passwort ändern',
    done: 'Ihr Passwort ist geändert.',
  },

  sessions: {
    title: 'Geräte',
    lead: 'Wo Sie angemeldet sind. Melden Sie ab, was Sie nicht kennen.',
    current: 'Dieses Gerät',
    lastSeen: (when) => `Aktiv ${when}`,
    since: (when) => `Angemeldet ${when}`,
    from: (address) => `von ${address}`,
    revoke: 'Abmelden',
    revokeOf: (device) => `${device} abmelden`,
    revoked: (device) => `${device} ist abgemeldet.`,
    revokeOthers: 'Alle anderen Geräte abmelden',
    revokedOthers: 'Alle anderen Geräte sind abgemeldet.',
    onlyThis: 'Sie sind nur auf diesem Gerät angemeldet.',
    more: 'Mehr zeigen',
    deviceOn: (browser, system) => `${browser} unter ${system}`,
    unknownDevice: 'Unbekanntes Gerät',
  },

  log: {
    title: 'Sicherheitsprotokoll',
    lead: 'Was mit Ihrem Konto geschehen ist. Waren Sie etwas davon nicht, ändern Sie Ihr Passwort.',
    empty: 'Noch nichts.',
    more: 'Mehr zeigen',
    from: (address) => `von ${address}`,
    other: (action) => `Etwas anderes ist geschehen (${action}).`,
    actions,
    failures,
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
}
