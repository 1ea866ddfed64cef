/** The line mail clients show after the subject; the invisible filler keeps them from going on with the body. */
export function Preheader({ text }: { text: string }) {
  if (!text) return null;
  return (
    <div
      data-skip-in-text="true"
      style={{ display: "none", overflow: "hidden", lineHeight: "1px", opacity: 0, maxHeight: 0, maxWidth: 0 }}
    >
      {text}
      {"\u00a0\u200c".repeat(80)}
    </div>
  );
}
