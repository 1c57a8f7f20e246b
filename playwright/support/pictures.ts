import type { Page } from '@playwright/test';

/** Steps of a colour, of 255, that the edges of a same drawing may differ by from one time to the next. */
const SAME = 2;

/** How many pixels of two pictures differ; all of them when their sizes do. `page` is what reads them. */
export async function differingPixels(page: Page, one: Buffer, other: Buffer): Promise<number> {
  if (one.equals(other)) return 0;
  return page.evaluate(
    async ({ pictures, same }) => {
      const read = async (picture: string) => {
        const bytes = Uint8Array.from(atob(picture), (letter) => letter.charCodeAt(0));
        const image = await createImageBitmap(new Blob([bytes], { type: 'image/png' }));
        const context = new OffscreenCanvas(image.width, image.height).getContext('2d')!;
        context.drawImage(image, 0, 0);
        return context.getImageData(0, 0, image.width, image.height);
      };
      const [one, other] = (await Promise.all(pictures.map(read))) as [ImageData, ImageData];
      if (one.width !== other.width || one.height !== other.height) return Math.max(one.data.length, other.data.length) / 4;
      let differing = 0;
      for (let pixel = 0; pixel < one.data.length; pixel += 4) {
        const differs = [0, 1, 2].some((colour) => Math.abs(one.data[pixel + colour]! - other.data[pixel + colour]!) > same);
        if (differs) differing += 1;
      }
      return differing;
    },
    { pictures: [one, other].map((picture) => picture.toString('base64')), same: SAME },
  );
}
