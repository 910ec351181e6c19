#!/bin/bash
# Plans every week of a manifest as a Slurm array: one task for each line, lines that are done already end at once.
#
#   sbatch --array=0-1999%100 examples/cluster/slurm.sh weeks.txt plans
#
# The numbers are those of the first and the last line, counted from 0, and how many tasks run at a time. To run again what
# is missing or has failed, submit it once more. Then: brigade batch weeks.txt --out plans --collect
#SBATCH --job-name=brigade
#SBATCH --cpus-per-task=2
#SBATCH --mem-per-cpu=500M
#SBATCH --time=00:10:00
#SBATCH --output=brigade-%A_%a.log
set -euo pipefail
# Slurm ends a task by SIGTERM, on which brigade stops; exec lets it through.
exec "${BRIGADE:-brigade}" batch "$1" --out "$2" --index "$SLURM_ARRAY_TASK_ID"
