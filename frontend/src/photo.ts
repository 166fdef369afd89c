/** Makes photos smaller before they travel over a weak signal: `<input type="file" data-downscale="1600">`. */
export function start(within: ParentNode): void {
  for (const input of within.querySelectorAll<HTMLInputElement>("input[type=file][data-downscale]")) {
    if (input.dataset.photoReady) continue;
    input.dataset.photoReady = "yes";
    input.addEventListener("change", () => void shrink(input, Number(input.dataset.downscale) || 1600));
  }
}

async function shrink(input: HTMLInputElement, longestSide: number): Promise<void> {
  const smaller = new DataTransfer();
  for (const file of input.files ?? []) smaller.items.add(await shrunk(file, longestSide));
  input.files = smaller.files;
}

/** Return a smaller JPEG, or the file itself where it is small already or cannot be read here. */
async function shrunk(file: File, longestSide: number): Promise<File> {
  if (!file.type.startsWith("image/")) return file;
  try {
    const picture = await createImageBitmap(file);
    const scale = longestSide / Math.max(picture.width, picture.height);
    if (scale >= 1) return file;
    const canvas = document.createElement("canvas");
    canvas.width = Math.round(picture.width * scale);
    canvas.height = Math.round(picture.height * scale);
    canvas.getContext("2d")?.drawImage(picture, 0, 0, canvas.width, canvas.height);
    const blob = await new Promise<Blob | null>((done) => canvas.toBlob(done, "image/jpeg", 0.85));
    return blob ? new File([blob], file.name.replace(/\.\w+$/, "") + ".jpg", { type: "image/jpeg" }) : file;
  } catch {
    return file;
  }
}
