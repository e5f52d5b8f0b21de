import { useWords } from "../words/language.ts";
import { shortId } from "./phone.ts";
import { phoneWords } from "./phone-words.ts";
import { usePhone, useVouched } from "./use-phone.ts";
import { phonesWords } from "./words.ts";

/** What a phone is called: its model, as it signed it where that is proved, whatever the server calls it. */
export function usePhoneTitle(device: string): string {
  const words = useWords(phoneWords);
  const list = useWords(phonesWords);
  const { data } = usePhone(device);
  const model = useVouched(data).data?.model ?? data?.model;
  return words.title(model ?? list.inspector, shortId(device));
}

/** The same as text, for where it is loaded late. */
export default function PhoneTitle({ device }: { device: string }) {
  return <>{usePhoneTitle(device)}</>;
}
