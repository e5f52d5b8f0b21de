import { getRouteApi, Link } from "@tanstack/react-router";
import { Page } from "../parts/page.tsx";
import { useWords } from "../words/language.ts";
import { shortId } from "./phone.ts";
import { PhoneView } from "./phone-view.tsx";
import { phoneWords } from "./phone-words.ts";
import { usePhone } from "./use-phone.ts";
import { phonesWords } from "./words.ts";

const route = getRouteApi("/phones/$device");
const isId = /^[A-Za-z0-9_-]{22}$/;

function Known({ device }: { device: string }) {
  const words = useWords(phoneWords);
  const { data } = usePhone(device);
  const list = useWords(phonesWords);
  return (
    <Page
      title={words.title(data?.model ?? list.inspector, shortId(device))}
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
  if (isId.test(device)) return <Known key={device} device={device} />;
  return (
    <Page title={words.missing} actions={<Link to="/phones">{words.back}</Link>}>
      <p>{words.missingTodo}</p>
    </Page>
  );
}
