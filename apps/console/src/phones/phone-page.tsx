import { getRouteApi, Link } from "@tanstack/react-router";
import { Page } from "../parts/page.tsx";
import { useWords } from "../words/language.ts";
import { NoSuchPhone } from "./no-such-phone.tsx";
import { isId, shortId } from "./phone.ts";
import { PhoneView } from "./phone-view.tsx";
import { phoneWords } from "./phone-words.ts";
import { usePhone, useVouched } from "./use-phone.ts";
import { phonesWords } from "./words.ts";

const route = getRouteApi("/phones/$device");

function Known({ device }: { device: string }) {
  const words = useWords(phoneWords);
  const { data } = usePhone(device);
  // What the phone signed stands in the title where it is proved, whatever the server calls it.
  const model = useVouched(data).data?.model ?? data?.model;
  const list = useWords(phonesWords);
  return (
    <Page
      title={words.title(model ?? list.inspector, shortId(device))}
      actions={<Link to="/phones">{words.back}</Link>}
    >
      <PhoneView device={device} />
    </Page>
  );
}

/** The page of one phone. */
export default function Phone() {
  const { device } = route.useParams();
  const words = useWords(phoneWords);
  const list = useWords(phonesWords);
  if (isId(device)) return <Known key={device} device={device} />;
  return (
    <Page title={list.title} actions={<Link to="/phones">{words.back}</Link>}>
      <NoSuchPhone />
    </Page>
  );
}
