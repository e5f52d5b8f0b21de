import { getRouteApi, Link } from "@tanstack/react-router";
import { Page } from "../parts/page.tsx";
import { useWords } from "../words/language.ts";
import { NoSuchPhone } from "./no-such-phone.tsx";
import { isId } from "./phone.ts";
import { usePhoneTitle } from "./phone-title.tsx";
import { PhoneView } from "./phone-view.tsx";
import { phoneWords } from "./phone-words.ts";
import { phonesWords } from "./words.ts";

const route = getRouteApi("/phones/$device");

function Known({ device }: { device: string }) {
  const words = useWords(phoneWords);
  return (
    <Page title={usePhoneTitle(device)} actions={<Link to="/phones">{words.back}</Link>}>
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
