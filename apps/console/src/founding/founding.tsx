import { lazy, Suspense, useEffect, useState } from "react";
import { Button } from "../parts/button.tsx";
import { Loading } from "../parts/loading.tsx";
import { useConfig } from "../remote/use-config.tsx";
import { Card } from "../session/gate.tsx";
import { useWords } from "../words/language.ts";
import styles from "./founding.module.css";
import { dropPlan, isAgain, loadPlan, usePlan } from "./keep.ts";
import { frameWords } from "./words/frame.ts";

// What a stranger sees first is small: each way begins when it is chosen.
const Demonstration = lazy(() => import("../demonstration/begin.tsx"));
const Finish = lazy(() => import("./finish.tsx").then(({ Finish: component }) => ({ default: component })));
const Wizard = lazy(() => import("./wizard.tsx").then(({ Wizard: component }) => ({ default: component })));

type Way = "start" | "wizard" | "demonstration";

function Start({ onWay }: { onWay(way: Way): void }) {
  const words = useWords(frameWords);
  const { demonstrationAllowed } = useConfig();
  return (
    <Card title={words.startTitle}>
      <p>{words.startLead}</p>
      <div className={styles.group}>
        <div className={styles.row}>
          <Button kind="primary" onPress={() => onWay("wizard")}>
            {isAgain() ? words.goOn : words.found}
          </Button>
          {isAgain() && (
            <Button
              onPress={async () => {
                await dropPlan();
                await loadPlan(location.origin);
                onWay("wizard");
              }}
            >
              {words.beginAnew}
            </Button>
          )}
        </div>
        {demonstrationAllowed && (
          <>
            <div>
              <Button onPress={() => onWay("demonstration")}>{words.explore}</Button>
            </div>
            <p className={styles.hint}>{words.exploreHint}</p>
          </>
        )}
        <p className={styles.hint}>{words.asked}</p>
      </div>
    </Card>
  );
}

/** What somebody sees where nothing is founded: the founding, or a demonstration; and its last page afterwards. */
export default function Founding({ finishing }: { finishing: boolean }) {
  const plan = usePlan();
  const [way, setWay] = useState<Way>("start");
  useEffect(() => {
    if (!finishing) void loadPlan(location.origin);
  }, [finishing]);
  if (finishing) return <Finish />;
  if (way === "demonstration")
    return (
      <Suspense fallback={<Loading />}>
        <Demonstration onBack={() => setWay("start")} />
      </Suspense>
    );
  if (!plan)
    return (
      <main>
        <Loading />
      </main>
    );
  if (way === "start") return <Start onWay={setWay} />;
  return (
    <Wizard
      plan={plan}
      onGiveUp={async () => {
        setWay("start");
        await loadPlan(location.origin);
      }}
    />
  );
}
