/** The mark of the app: a sun over two waves, which is also a person, and a smile. The same shapes as public/icon.svg. */
export const WAVES = 'M104 236Q256 404 408 236M72 318Q256 522 440 318';

export function Mark() {
  return (
    <svg class="mark" viewBox="0 0 512 512" aria-hidden="true" focusable="false">
      <circle class="mark-ground" cx="256" cy="256" r="256" />
      <circle class="mark-sun" cx="256" cy="164" r="62" />
      <path class="mark-waves" d={WAVES} />
    </svg>
  );
}
