import { Command, Option } from "commander";
import { alignedRows } from "../lab/tables/text_table.ts";
import { inWritableFolder } from "../hub/in_writable_folder.ts";
import { examineKernel } from "../notebook/kernel/spec/doctor.ts";
import { installKernel, uninstallKernel } from "../notebook/kernel/spec/install.ts";
import { dataFolder, dataFolders, type Place } from "../notebook/kernel/spec/jupyter_folders.ts";
import { DISPLAY_NAME } from "../notebook/kernel/spec/kernel_spec.ts";
import { examineFrontEnd, installFrontEnd, uninstallFrontEnd } from "../notebook/widget/install_front_end.ts";
import { note, print } from "./terminal.ts";

interface PlaceFlags {
  readonly user?: boolean;
  readonly sysPrefix?: boolean;
  readonly prefix?: string;
}

const placeOf = ({ sysPrefix, prefix }: PlaceFlags): Place =>
  prefix === undefined ? (sysPrefix ? "environment" : "user") : { prefix };

const withPlace = (command: Command): Command =>
  command
    .addOption(new Option("--user", "for this user (the default)").conflicts(["sysPrefix", "prefix"]))
    .addOption(new Option("--sys-prefix", "for the active Python environment").conflicts(["user", "prefix"]))
    .addOption(new Option("--prefix <dir>", "below a folder").conflicts(["user", "sysPrefix"]));

async function install(flags: PlaceFlags): Promise<void> {
  const data = dataFolder(placeOf(flags));
  await inWritableFolder(data, () => Deno.mkdir(data, { recursive: true }));
  const kernel = await installKernel(data);
  const widgets = await installFrontEnd(data);
  note(`The kernel "${DISPLAY_NAME}" is in ${kernel}, its widgets are in ${widgets}.`);
}

async function uninstall(flags: PlaceFlags): Promise<void> {
  const data = dataFolder(placeOf(flags));
  await uninstallFrontEnd(data);
  const folder = await uninstallKernel(data);
  note(folder ? `The kernel is gone from ${folder}.` : `There was no kernel in ${data}.`);
}

async function doctor({ prefix }: PlaceFlags): Promise<void> {
  const folders = prefix === undefined ? dataFolders() : [dataFolder({ prefix })];
  const findings = [...await examineKernel(folders), await examineFrontEnd(folders)];
  print(
    alignedRows(findings.map(({ subject, isFine, words }) => [subject, isFine ? "works" : "fails", words])),
  );
  if (findings.some(({ isFine }) => !isFine)) throw new Error("The kernel does not work.");
}

/** `kernel install`, `kernel uninstall` and `kernel doctor`. */
export const kernelCommand = (): Command =>
  new Command("kernel")
    .description(`install the kernel "${DISPLAY_NAME}" for Jupyter, remove it, or say whether it works`)
    .addCommand(
      withPlace(new Command("install").description("install it, in place of an earlier one")).action(install),
    )
    .addCommand(withPlace(new Command("uninstall").description("remove it")).action(uninstall))
    .addCommand(
      new Command("doctor")
        .description(
          "look whether it is installed with its widgets, starts, executes code and finds this project",
        )
        .option("--prefix <dir>", "look below a folder only")
        .action(doctor),
    );
