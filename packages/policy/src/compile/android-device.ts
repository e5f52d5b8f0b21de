// Android's device policy manager: the phone itself, unlocking, radios. API levels are those of the Android SDK.
import type { Rows, Step } from "./row.ts";

const value = { value: true } as const;
const policy = (method: string, ...args: Extract<Step, { call: string }>["args"]): Step => ({
  call: `DevicePolicyManager.${method}`,
  args,
});
/** A restriction of the user (`UserManager`), on when the setting is true. */
const restriction = (since: number, name: string): { since: number; steps: Step[] } => ({
  since,
  steps: [{ restriction: name }],
});

export const androidDevice: Rows = {
  "camera.disabled": [{ since: 14, steps: [policy("setCameraDisabled", value)] }],
  "microphone.disabled": [
    {
      ...restriction(21, "no_unmute_microphone"),
      approximated: {
        en: "the microphone is muted for calls too",
        fr: "le microphone est aussi coupé pendant les appels",
      },
    },
  ],
  "screen-capture.disabled": [{ since: 21, steps: [policy("setScreenCaptureDisabled", value)] }],
  "encryption.required": [
    { since: 29, steps: [{ agent: "check-encryption" }] },
    {
      since: 21,
      steps: [{ agent: "check-encryption" }],
      approximated: {
        en: "the agent reports phones that are not encrypted; it cannot encrypt them",
        fr: "l’agent signale les téléphones non chiffrés ; il ne peut pas les chiffrer",
      },
    },
  ],
  "removable-media.disabled": [restriction(21, "no_physical_media")],
  "removable-media.encrypted": [
    {
      never: {
        en: "Android does not demand encrypted cards; forbid cards and sticks instead",
        fr: "Android n’exige pas de cartes chiffrées ; interdisez plutôt cartes et clés",
      },
    },
  ],
  "usb-file-transfer.disabled": [restriction(21, "no_usb_file_transfer")],
  "usb-data.disabled": [
    {
      since: 31,
      steps: [policy("setUsbDataSignalingEnabled", { not: true })],
      approximated: {
        en: "only where the phone's hardware can; the agent reports where it cannot",
        fr: "seulement si le matériel du téléphone le permet ; l’agent signale quand ce n’est pas le cas",
      },
    },
  ],
  "debugging.disabled": [restriction(21, "no_debugging_features")],
  "backup.disabled": [{ since: 26, steps: [policy("setBackupServiceEnabled", { not: true })] }],
  "printing.disabled": [restriction(28, "no_printing")],
  "data-sharing.disabled": [
    {
      never: {
        en: "on a fully managed Android phone every app belongs to the organisation; use a list of allowed apps",
        fr: "sur un Android entièrement géré, toute application appartient à l’organisation ; utilisez une liste d’applications autorisées",
      },
    },
  ],
  "safe-boot.disabled": [restriction(23, "no_safe_boot")],
  "factory-reset.disabled": [restriction(21, "no_factory_reset")],
  "factory-reset-protection.enabled": [{ since: 30, steps: [{ agent: "factory-reset-protection" }] }],
  "unenrolment.disabled": [
    {
      since: 30,
      steps: [{ agent: "hold-on" }],
      approximated: {
        en: "a factory reset still ends management; forbid that too",
        fr: "une réinitialisation d’usine met quand même fin à la gestion ; interdisez-la aussi",
      },
    },
    {
      since: 21,
      steps: [{ agent: "hold-on" }],
      approximated: {
        en: "the user can still stop the agent, or reset the phone unless that is forbidden too",
        fr: "l’utilisateur peut encore arrêter l’agent, ou réinitialiser le téléphone si ce n’est pas interdit aussi",
      },
    },
  ],
  "multi-user.disabled": [
    { since: 28, steps: [{ restriction: "no_add_user" }, { restriction: "no_user_switch" }] },
    restriction(21, "no_add_user"),
  ],
  "accounts.locked": [restriction(21, "no_modify_accounts")],
  "date-time.automatic": [
    { since: 30, steps: [{ restriction: "no_config_date_time" }, policy("setAutoTimeEnabled", value)] },
    { since: 21, steps: [policy("setAutoTimeRequired", value)] },
  ],
  "user-certificates.locked": [restriction(21, "no_config_credentials")],
  "audit.on": [
    {
      since: 26,
      steps: [
        policy("setSecurityLoggingEnabled", { has: "security" }),
        policy("setNetworkLoggingEnabled", { has: "network" }),
      ],
    },
  ],
  "wallpaper.locked": [restriction(24, "no_set_wallpaper")],
  "volume.level": [{ since: 21, steps: [{ restriction: "no_adjust_volume", on: ["silent"] }] }],
  "assistant.disabled": [
    {
      never: {
        en: "the assistant is an app like others; put it on the list of denied apps",
        fr: "l’assistant est une application comme une autre ; mettez-le parmi les applications interdites",
      },
    },
  ],
  "passcode.minimumLength": [
    // The length counts only for a quality of digits or more; passcode.quality, done later, raises it.
    { since: 8, steps: [policy("setPasswordQuality", 0x20000), policy("setPasswordMinimumLength", value)] },
  ],
  "passcode.quality": [
    {
      since: 21,
      steps: [
        policy("setPasswordQuality", {
          map: { any: 0x20000, "numeric-complex": 0x30000, alphanumeric: 0x50000, complex: 0x60000 },
        }),
      ],
    },
  ],
  "passcode.history": [{ since: 11, steps: [policy("setPasswordHistoryLength", value)] }],
  "passcode.maximumAge": [{ since: 11, steps: [policy("setPasswordExpirationTimeout", { times: 86_400_000 })] }],
  "failedUnlocksBeforeWipe.attempts": [{ since: 8, steps: [policy("setMaximumFailedPasswordsForWipe", value)] }],
  "session-lock.inactivity": [{ since: 8, steps: [policy("setMaximumTimeToLock", { times: 1000 })] }],
  "biometric.disabled": [
    { since: 28, steps: [{ keyguard: "biometrics" }] },
    { since: 21, steps: [{ keyguard: "fingerprint" }] },
  ],
  "trust-agents.disabled": [{ since: 21, steps: [{ keyguard: "trust-agents" }] }],
  "lock-screen-notifications.shown": [
    {
      since: 21,
      steps: [
        { keyguard: "unredacted-notifications", on: ["redacted", "none"] },
        { keyguard: "secure-notifications", on: ["none"] },
      ],
    },
  ],
  "lock-screen-text": [{ since: 24, steps: [{ agent: "lock-screen-text" }] }],
  "wifi-radio.disabled": [
    { since: 33, steps: [{ restriction: "no_change_wifi_state" }, { agent: "wifi-off" }] },
    {
      since: 21,
      steps: [{ agent: "wifi-off" }],
      approximated: {
        en: "the user can switch it on again; the agent switches it off again",
        fr: "l’utilisateur peut le rallumer ; l’agent l’éteint de nouveau",
      },
    },
  ],
  "mobile-data.disabled": [
    {
      never: {
        en: "Android lets nobody but the user and the operator switch mobile data off",
        fr: "Android ne laisse que l’utilisateur et l’opérateur couper les données mobiles",
      },
    },
  ],
  "roaming.disabled": [restriction(24, "no_data_roaming")],
  "cellular-2g.disabled": [restriction(34, "no_cellular_2g")],
  "bluetooth.disabled": [restriction(26, "no_bluetooth")],
  "bluetooth.sharingDisabled": [restriction(26, "no_bluetooth_sharing")],
  "bluetooth.locked": [restriction(21, "no_config_bluetooth")],
  "nfc.disabled": [
    restriction(35, "no_near_field_communication_radio"),
    {
      ...restriction(22, "no_outgoing_beam"),
      approximated: {
        en: "before Android 15 only sending by touch is off; cards and payment go on",
        fr: "avant Android 15, seul l’envoi par contact est coupé ; cartes et paiement continuent",
      },
    },
  ],
  "ultra-wideband.disabled": [restriction(34, "no_ultra_wideband_radio")],
  "airplane-mode.disabled": [restriction(28, "no_airplane_mode")],
  "tethering.disabled": [restriction(21, "no_config_tethering")],
};
