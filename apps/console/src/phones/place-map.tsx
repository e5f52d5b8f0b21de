// A quiet map: land and borders from a file of ours, one circle. No tiles: nobody outside learns where one looks.

import type { Place } from "@rempart/client";
import { circle, circleMarker, geoJSON, map as leafletMap, svg } from "leaflet";
import { useEffect, useRef, useState } from "react";
import { feature } from "topojson-client";
import type { Topology } from "topojson-specification";
import { ProblemNotice } from "../parts/problem-notice.tsx";
import "./leaflet.css";
import styles from "./phone-view.module.css";

/** Two hundred kilobytes of coasts are enough for a picture of where in the country it is. */
const atlas = () => import("world-atlas/countries-50m.json");

/** The map of one position. `label` is what it is called to those who do not see it. */
export default function PlaceMap({ place, label }: { place: Place; label: string }) {
  const box = useRef<HTMLElement>(null);
  const [error, setError] = useState<unknown>();
  const { lat, lon, accuracy } = place;
  useEffect(() => {
    const element = box.current;
    if (!element) return;
    const colour = (name: string): string => getComputedStyle(document.documentElement).getPropertyValue(name).trim();
    // Leaflet's controls write HTML, which the page's policy forbids: keys, wheel and fingers move the map.
    const view = leafletMap(element, {
      zoomControl: false,
      attributionControl: false,
      renderer: svg({ padding: 0.5 }),
      zoomSnap: 0.5,
      minZoom: 1,
      maxZoom: 18,
      fadeAnimation: false,
      markerZoomAnimation: false,
      zoomAnimation: !matchMedia("(prefers-reduced-motion: reduce)").matches,
    });
    const at: [number, number] = [lat / 1e7, lon / 1e7];
    view.setView(at, 6);
    const accent = colour("--accent");
    circle(at, {
      radius: Math.max(1, accuracy),
      color: accent,
      weight: 1,
      fillOpacity: 0.15,
      interactive: false,
    }).addTo(view);
    circleMarker(at, { radius: 5, color: accent, weight: 2, fillOpacity: 1, interactive: false }).addTo(view);
    let gone = false;
    atlas().then(
      ({ default: world }) => {
        if (gone) return;
        const topology = world as unknown as Topology;
        geoJSON(feature(topology, topology.objects.countries!), {
          interactive: false,
          style: { color: colour("--line-strong"), weight: 0.7, fillColor: colour("--line-soft"), fillOpacity: 0.6 },
        })
          .addTo(view)
          .bringToBack();
      },
      (thrown: unknown) => setError(thrown),
    );
    return () => {
      gone = true;
      view.remove();
    };
  }, [lat, lon, accuracy]);
  return (
    <>
      <section ref={box} className={styles.map} aria-label={label} />
      {error !== undefined && <ProblemNotice error={error} />}
    </>
  );
}
