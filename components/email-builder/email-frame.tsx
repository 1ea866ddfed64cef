"use client";

import { useEffect, useRef, useState } from "react";
import { cn } from "../ui/cn";
import { framed, hasDarkStyles } from "./preview-html";

type EmailFrameProps = {
  html: string;
  title: string;
  /** CSS pixels the message believes to have; the frame is scaled down to fit. */
  width: number;
  height: number;
  isDark?: boolean;
  /** Pictures of pages are not for walking into with the keyboard. */
  isStill?: boolean;
};

/** A message in a frame without scripts, forms, pop-ups or an origin. */
export function EmailFrame({ html, title, width, height, isDark = false, isStill = false }: EmailFrameProps) {
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
  // Clients turn light messages dark by inverting lightness; the colours keep their hue.
  const isForced = isDark && !hasDarkStyles(html);
  return (
    <div ref={box} className="relative w-full overflow-hidden" style={{ height: height * scale }}>
      <iframe
        title={title}
        sandbox=""
        srcDoc={framed(html, isDark)}
        tabIndex={isStill ? -1 : undefined}
        aria-hidden={isStill || undefined}
        className={cn(
          "absolute top-0 left-0 block origin-top-left border-0 bg-white",
          isForced && "hue-rotate-180 invert",
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
