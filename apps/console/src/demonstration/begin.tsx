/** TODO */
export default function Demonstration({ onBack: _ }: { onBack(): void }) {
  return null;
}
