/** A screen that is loaded only when it is needed; nothing is shown until then. */
import type { FunctionComponent } from 'preact';
import { useEffect, useState } from 'preact/hooks';

export function Later<Props extends object>({
  load,
  give,
}: {
  load: () => Promise<FunctionComponent<Props>>;
  give: Props;
}) {
  const [loaded, setLoaded] = useState<{ Part: FunctionComponent<Props> } | null>(null);
  useEffect(() => {
    let wanted = true;
    // A part that is missing after an update is announced by the bundler's own event, which reloads the page once.
    load().then(
      (Part) => wanted && setLoaded({ Part }),
      (error: unknown) => console.error(error),
    );
    return () => {
      wanted = false;
    };
  }, [load]);
  return loaded && <loaded.Part {...give} />;
}
