import type { diagnostics as english } from '../en/console-diagnostics.ts'

/** Warum jemand nicht hineinkommt, in einfachen Worten. */
export const diagnostics: typeof english = {
  title: 'Anmeldediagnose',
  lead: 'Warum jemand nicht hineinkommt: was jetzt im Weg steht, und wie die letzten Versuche entschieden wurden. Dass Sie nachsehen, wird festgehalten.',
  by: 'E-Mail-Adresse oder Anfragenummer',
  byHint: 'Die Anfragenummer steht unter der Meldung, die der Person gezeigt wurde.',
  submit: 'Nachsehen',
  account: 'Das Konto',
  toPerson: 'Person öffnen',
  verdict: 'Was die Person jetzt abweisen würde',
  free: 'Nichts steht im Weg: Mit dem richtigen Passwort und zweiten Faktor kommt die Person hinein.',
  nobody: 'Wessen Anmeldung das war, ist nicht bekannt.',
  until: (when) => `Von selbst vorbei am ${when}.`,
  told: 'Gesagt wird ihr',

  obstacles: {
    limit_reached: 'Zu viele Versuche mit dieser Adresse.',
    unknown_address: 'Niemand hat diese Adresse.',
    password_stopped: 'Hundert falsche Passwörter in Folge.',
    password_paused: 'Passwörter sind nach falschen pausiert.',
    password_not_set: 'Das Konto hat kein Passwort.',
    account_disabled: 'Das Konto ist gesperrt.',
    email_not_verified: 'Die Adresse ist nicht bestätigt.',
    password_change_required: 'Ein neues Passwort ist fällig.',
    second_factor_paused: 'Zweite Faktoren sind nach falschen Codes pausiert.',
    provider_off: 'Ein Anbieter, der das Konto öffnet, ist aus:',
    organization_requires_mfa: 'Eine Organisation verlangt einen zweiten Faktor, den die Person nicht hat:',
  },

  advice: {
    limit_reached: 'Warten hilft, oder ein Gerät, auf dem sie schon einmal angemeldet war.',
    unknown_address: 'Suchen Sie einen Tippfehler, oder die Adresse, die das Konto wirklich hat.',
    password_stopped:
      'Beenden Sie die Pause, oder die Person setzt ihr Passwort zurück oder nimmt einen Passkey.',
    password_paused:
      'Beenden Sie die Pause, oder die Person wartet oder nimmt ein Gerät, auf dem sie schon angemeldet war.',
    password_not_set: 'Sie meldet sich anders an, oder setzt ein Passwort über „Passwort vergessen?“.',
    account_disabled: 'Nur Freigeben hilft. Wer gesperrt hat, sagt das Protokoll.',
    email_not_verified:
      'Sie öffnet den Link in der Mail oder verlangt einen neuen; Mitarbeiter können die Adresse bestätigen.',
    password_change_required: 'Sie setzt eines mit dem Link in der Mail, oder über „Passwort vergessen?“.',
    second_factor_paused: 'Beenden Sie die Pause, oder die Person wartet.',
    provider_off: 'Schalten Sie ihn ein, oder die Person meldet sich anders an.',
    organization_requires_mfa:
      'Sie kann sich anmelden und in ihrem Konto eine Authenticator-App oder einen Passkey einrichten.',
  },

  attempts: 'Letzte Versuche',
  attemptsLead: 'Neueste zuerst, jeder mit dem, was unterwegs entschieden wurde.',
  noAttempts: 'Damit hat in letzter Zeit niemand versucht, sich anzumelden.',
  outcomes: { success: 'Hineingelassen', challenged: 'Zweiter Schritt verlangt', failure: 'Abgewiesen' },
  methods: {
    password: 'Passwort',
    passkey: 'Passkey',
    provider: 'Anderer Dienst',
    totp: 'Code aus einer App',
    recovery_code: 'Wiederherstellungscode',
    email: 'Mail',
    email_link: 'Link in einer Mail',
    email_code: 'Code in einer Mail',
    second_factor: 'Zweiter Faktor',
  },

  steps: {
    limit: {
      passed: 'Innerhalb der Limits.',
      asked: 'Innerhalb der Limits.',
      refused: 'Von einem Limit abgewiesen, bevor irgendetwas anderes angesehen wurde.',
    },
    address: {
      passed: 'Die Adresse gehört zu einem Konto.',
      asked: 'Die Adresse gehört zu einem Konto.',
      refused: 'Niemand hat diese Adresse.',
    },
    pause: {
      passed: 'Passwörter waren nicht pausiert.',
      asked: 'Passwörter waren nicht pausiert.',
      refused: 'Passwörter waren pausiert: Keines wurde angenommen, auch nicht das richtige.',
    },
    first_factor: {
      passed: 'Der erste Faktor stimmte.',
      asked: 'Der erste Faktor wurde verlangt.',
      refused: 'Der erste Faktor war falsch.',
    },
    account: {
      passed: 'Das Konto darf benutzt werden.',
      asked: 'Das Konto wurde angesehen.',
      refused: 'Das Konto darf nicht benutzt werden.',
    },
    second_factor: {
      passed: 'Der zweite Faktor stimmte.',
      asked: 'Ein zweiter Faktor wurde verlangt; die Anmeldung wartet darauf.',
      refused: 'Der zweite Faktor war falsch.',
    },
    session: {
      passed: 'Eine Sitzung begann.',
      asked: 'Eine Sitzung wurde verlangt.',
      refused: 'Keine Sitzung begann.',
    },
  },
  pauseBegun: (when) => `Mit diesem Versuch begann eine Pause, bis ${when}.`,

  reasons: {
    rate_limited: 'Zu viele Aufrufe in zu kurzer Zeit.',
    too_many_addresses: 'Von dort wurden zu viele verschiedene Adressen versucht.',
    unknown_address: 'Niemand hat diese Adresse.',
    wrong_password: 'Das Passwort war falsch.',
    no_password: 'Das Konto hat kein Passwort.',
    paused: 'Nach zu vielen Fehlversuchen.',
    wrong_code: 'Der Code war falsch, schon benutzt oder zu alt.',
    not_live: 'Die Mail war zu alt, schon benutzt oder durch eine neuere ersetzt.',
    lost: 'Es wurde im selben Augenblick anderswo benutzt.',
  },
}
