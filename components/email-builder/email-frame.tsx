"use client";

import { useEffect, useMemo, useRef, useState } from "react";
import { cn } from "../ui/cn";
import type { DarkMode } from "./dark-emulation";
import { framed, hasDarkStyles } from "./preview-html";

type EmailFrameProps = {
  html: string;
  title: string;
  /** CSS pixels the message believes to have; the frame is scaled down to fit. */
  width: number;
  height: number;
  /** In the dark, with the message's own dark colours where it has some. */
  isDark?: boolean;
  /** One way of being dark in particular. */
  dark?: DarkMode;
  withoutImages?: boolean;
  withClipLine?: boolean;
  /** Pictures of pages are not for walking into with the keyboard. */
  isStill?: boolean;
};

/** A message in a frame without scripts, forms, pop-ups or an origin. */
export function EmailFrame({
  html,
  title,
  width,
  height,
  isDark = false,
  dark,
  withoutImages,
  withClipLine,
  isStill = false,
}: EmailFrameProps) {
  const box = useRef<HTMLDivElement>(null);
  const [room, setRoom] = useState(width);
  useEffect(() => {
    const element = box.current;
    if (!element) return;
    const observer = new ResizeObserver(([entry]) => entry && setRoom(entry.contentRect.width));
    observer.observe(element);
    return () => observer.disconnect();
  }, []);
  const scale = Math.min(1, room / width);
  const mode = dark ?? (isDark ? (hasDarkStyles(html) ? "own" : "fully") : "light");
  const document = useMemo(
    () => framed(html, { dark: mode, withoutImages, withClipLine }),
    [html, mode, withoutImages, withClipLine],
  );
  return (
    <div ref={box} className="relative w-full overflow-hidden" style={{ height: height * scale }}>
      <iframe
        title={title}
        sandbox=""
        srcDoc={document}
        tabIndex={isStill ? -1 : undefined}
        aria-hidden={isStill || undefined}
        className={cn(
          "absolute top-0 left-0 block origin-top-left border-0 bg-white",
          isStill && "pointer-events-none",
        )}
        style={{
          width,
          height,
          transform: `scale(${scale})`,
          marginLeft: scale === 1 ? Math.max(0, (room - width) / 2) : 0,
        }}
      />
    </div>
  );
}
