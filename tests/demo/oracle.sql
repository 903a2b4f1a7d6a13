-- What a coordinator with a spreadsheet would say of a dump: the light of every task and what is due now, from the plan,
-- the reports, the steps and the rules, by domain.md 5.2 and 5.3. Nothing that the program has derived is read: no
-- status, percent, deadline that was set, nor anything under "follow".
--
-- The tables `dump (json)` and `asked (day)` are there before.

-- The raw facts ------------------------------------------------------------------------------------------------------

CREATE TABLE rules AS
  SELECT r.value -> 'rules' AS json FROM dump, json_each(dump.json, '$.rules') AS r, asked
    WHERE coalesce(r.value ->> 'from', '') <= asked.day
    ORDER BY r.value ->> 'version' DESC LIMIT 1;

CREATE TABLE rule AS
  SELECT json ->> 'behind_yellow' AS behind_yellow, json ->> 'behind_red' AS behind_red,
    json ->> 'soon_days' AS soon_days, json ->> 'soon_days_short' AS soon_days_short, json ->> 'window' AS rhythm,
    json ->> 'sign_days' AS sign_days, json ->> 'missed_yellow' AS missed_yellow, json ->> 'missed_red' AS missed_red,
    json ->> 'recover_windows' AS recover_windows, json ->> 'month_day' AS month_day, json ->> 'week_day' AS week_day
    FROM rules;

CREATE TABLE plan AS
  SELECT coalesce(dump.json ->> '$.plan.issued', dump.json ->> '$.plan.start') AS start,
    dump.json ->> '$.plan.end' AS end,
    coalesce(rules.json ->> 'windows_from', substr(dump.json ->> '$.adopted', 1, 10)) AS windows_from
    FROM dump, rules;

CREATE TABLE task AS
  SELECT t.value ->> 'id' AS id, t.value ->> 'code' AS code, t.value -> 'lead' AS lead,
    CASE t.value ->> 'due_source' WHEN 'text' THEN t.value ->> 'due' END AS due, t.value AS json
    FROM dump, json_each(dump.json, '$.tasks') AS t;

-- Reports that were neither corrected, taken back nor refused.
CREATE TABLE note AS
  SELECT task.id, n.value ->> 'on' AS day, n.value ->> 'recorded' AS recorded, n.value ->> 'percent' AS percent,
    n.value ->> 'department' AS department, coalesce(n.value ->> 'coordinate', '') AS coordinate,
    n.value ->> 'department' IN (SELECT value FROM json_each(lead)) AS by_lead
    FROM task, json_each(task.json, '$.notes') AS n
    WHERE n.value ->> 'superseded_by' IS NULL AND n.value ->> 'retracted' IS NULL AND n.value ->> 'refused' IS NULL;

-- Steps that took effect, and the status to which each leads (5.2).
CREATE TABLE leads_to (step TEXT, status TEXT);
INSERT INTO leads_to VALUES
  ('assign', 'assigned'), ('sign', 'active'), ('resume', 'active'), ('take-back', 'active'), ('dispute', 'returned'),
  ('ask-closing', 'closing'), ('approve', 'closed'), ('return', 'rework'), ('suspend', 'suspended'),
  ('standing', 'ongoing'), ('merge', 'merged'), ('withdraw', 'withdrawn'), ('reopen', 'reopened'), ('carry', 'carried');

CREATE TABLE step AS
  SELECT task.id, s.value ->> 'step' AS step, s.value ->> 'on' AS day, s.value ->> 'recorded' AS recorded,
    s.value ->> 'op' AS op, s.value ->> 'answers' AS answers, s.value ->> 'due' AS due, -s.key AS place,
    leads_to.status
    FROM task, json_each(task.json, '$.steps') AS s LEFT JOIN leads_to ON leads_to.step = s.value ->> 'step'
    WHERE NOT (s.value ->> 'idle');

-- What was set by hand: the last word on each register of a task.
CREATE TABLE setting AS
  SELECT task.id, c.value ->> 'register' AS register, c.value ->> 'now' AS now, max(c.value ->> 'recorded') AS recorded
    FROM task, json_each(task.json, '$.corrections') AS c
    WHERE c.value ->> 'item' IS NULL GROUP BY task.id, 2;

CREATE TABLE milestone AS
  SELECT task.id, m.value ->> 'due' AS day FROM task, json_each(task.json, '$.measures') AS m
    WHERE m.value ->> 'due' IS NOT NULL AND NOT EXISTS (
      SELECT 1 FROM json_each(task.json, '$.done') AS d
        WHERE d.value ->> 'item' = m.value ->> 'id' AND d.value ->> 'period' IS NULL AND d.value ->> 'done' IS NOT NULL);

-- Windows (5.3, C): each ends on its day and begins after the one before; from the first day to the plan's last --------

CREATE TABLE span AS
  WITH RECURSIVE
    month (first) AS (
      SELECT date(windows_from, 'start of month', '-3 months') FROM plan
      UNION ALL SELECT date(first, '+1 month') FROM month, plan WHERE first < date(plan.end, '+3 months')),
    monthly (period, due, first) AS (
      SELECT strftime('%Y-%m', first),
        min(date(first, '+' || (month_day - 1) || ' days'), date(first, '+1 month', '-1 day')), first FROM month, rule),
    week (monday) AS (
      SELECT date(windows_from, 'weekday 0', '-20 days') FROM plan
      UNION ALL SELECT date(monday, '+7 days') FROM week, plan WHERE monday < date(plan.end, '+1 month')),
    ends (rhythm, period, due) AS (
      SELECT 'month', period, due FROM monthly
      UNION ALL SELECT 'quarter', strftime('%Y', first) || 'Q' || (strftime('%m', first) / 3), due FROM monthly
        WHERE strftime('%m', first) % 3 = 0
      UNION ALL SELECT 'week', monday, date(monday, '+' || (week_day - 1) || ' days') FROM week, rule),
    spans (rhythm, period, since, due) AS (
      SELECT rhythm, period, date(lag(due) OVER (PARTITION BY rhythm ORDER BY due), '+1 day'), due FROM ends)
  SELECT rhythm, period, since, due FROM spans, plan WHERE due >= windows_from AND since <= plan.end;

-- What is known of each task -------------------------------------------------------------------------------------------

-- Each change of status with the one before; a plan is in force when it is adopted, so that work begins at once.
CREATE TABLE change AS
  SELECT id, day, place, status, lag(status, 1, 'active') OVER (PARTITION BY id ORDER BY recorded, place) AS before,
    row_number() OVER (PARTITION BY id ORDER BY recorded DESC, place DESC) AS back
    FROM step WHERE status IS NOT NULL;

CREATE TABLE silent (status TEXT);
INSERT INTO silent VALUES ('draft'), ('returned'), ('suspended'), ('closed'), ('merged'), ('withdrawn'), ('carried');

-- The deadlines that somebody put in the place of the plan's: set by hand or granted.
CREATE TABLE moved AS
  SELECT id, now AS due, recorded FROM setting WHERE register = 'due'
  UNION ALL
  SELECT g.id, coalesce(g.due, a.due), g.recorded FROM step AS g LEFT JOIN step AS a ON a.op = g.answers
    WHERE g.step = 'grant-extension';

CREATE TABLE fact AS
  SELECT task.id, code, lead, plan.start,
    coalesce(
      (SELECT moved.due FROM moved WHERE moved.id = task.id ORDER BY recorded DESC LIMIT 1), task.due, plan.end) AS due,
    coalesce((SELECT status FROM change WHERE change.id = task.id AND back = 1), 'active') AS status,
    (SELECT day FROM change WHERE change.id = task.id AND back = 1) AS since,
    (SELECT day FROM change WHERE change.id = task.id AND before IN (SELECT status FROM silent)
       AND status NOT IN (SELECT status FROM silent) ORDER BY back LIMIT 1) AS expected_since,
    (SELECT percent FROM note WHERE note.id = task.id AND by_lead AND percent IS NOT NULL
       ORDER BY day DESC, recorded DESC LIMIT 1) AS percent,
    (SELECT max(day) FROM note WHERE note.id = task.id AND by_lead) AS reported,
    EXISTS (SELECT 1 FROM note AS n WHERE n.id = task.id AND trim(coordinate) NOT IN ('', '无', '无。', '没有')
      AND NOT EXISTS (SELECT 1 FROM note AS later WHERE later.id = n.id AND later.department = n.department
        AND (later.day, later.recorded) > (n.day, n.recorded))) AS coordinate,
    EXISTS (SELECT 1 FROM setting WHERE setting.id = task.id AND register = 'supervised' AND now = 'true') AS supervised,
    (SELECT substr(recorded, 1, 10) FROM setting
       WHERE setting.id = task.id AND register = 'supervised' AND now = 'true') AS supervised_since,
    (SELECT now FROM setting WHERE setting.id = task.id AND register = 'light') AS judged
    FROM task, plan;

-- Weekly under special supervision, and from the day on which that began; else as the rules say.
CREATE TABLE reporting AS
  SELECT fact.id, iif(supervised, 'week', rule.rhythm) AS rhythm,
    max(coalesce(supervised_since, ''), coalesce(expected_since, '')) AS first_day,
    status NOT IN (SELECT status FROM silent) AS expected
    FROM fact, rule;

-- The windows that have closed on a task since its lead last reported.
CREATE TABLE missed AS
  SELECT fact.id, count(span.due) AS windows
    FROM fact JOIN reporting USING (id), asked LEFT JOIN span
      ON span.rhythm = reporting.rhythm AND reporting.expected AND span.due < asked.day
        AND span.due >= first_day AND (reported IS NULL OR span.since > reported)
    GROUP BY fact.id;

CREATE TABLE working AS
  WITH RECURSIVE day (id, day) AS (
    SELECT id, date(since, '+1 day') FROM fact WHERE status = 'assigned'
    UNION ALL SELECT id, date(day.day, '+1 day') FROM day, asked WHERE day.day < asked.day)
  SELECT id, count(*) AS days FROM day, rules, asked
    WHERE day.day <= asked.day AND CASE
      WHEN strftime('%w', day.day) IN ('0', '6')
        THEN day.day IN (SELECT value FROM json_each(coalesce(rules.json -> '$.calendar.workdays', '[]')))
      ELSE day.day NOT IN (SELECT value FROM json_each(coalesce(rules.json -> '$.calendar.holidays', '[]'))) END
    GROUP BY id;

-- How long a window is: a task is watched until enough of its own have closed on it better, or of longer ones.
CREATE TABLE length (rhythm TEXT, days INTEGER);
INSERT INTO length VALUES ('week', 7), ('month', 31), ('quarter', 92), ('half', 184), ('year', 366);

CREATE TABLE closing AS
  SELECT c.value ->> 'entry' AS entry, c.value -> 'last_red' AS red, CASE
      WHEN c.value ->> 'period' LIKE '____-W__' THEN 'week'
      WHEN c.value ->> 'period' LIKE '____-__' THEN 'month'
      WHEN c.value ->> 'period' LIKE '____Q_' THEN 'quarter' END AS rhythm
    FROM dump, json_each(dump.json, '$.closings') AS c;

CREATE TABLE was_red AS
  SELECT last.id FROM rule, reporting JOIN length USING (rhythm) JOIN (
      SELECT red.value AS id, max(entry) AS entry FROM closing, json_each(closing.red) AS red GROUP BY red.value
    ) AS last ON last.id = reporting.id
    WHERE recover_windows > (
      SELECT count(*) FROM closing JOIN length AS closed USING (rhythm)
        WHERE closing.entry > last.entry AND closed.days >= length.days);

-- Days are counted, and percent expected in a straight line, rounded half up.
CREATE TABLE known AS
  SELECT fact.*, missed.windows AS missed, coalesce(working.days, 0) AS unsigned,
    CAST(julianday(due) - julianday(asked.day) AS INTEGER) AS days_left,
    iif(julianday(due) - julianday(start) > 365, soon_days, soon_days_short) AS soon,
    CASE WHEN asked.day < start THEN 0 WHEN asked.day >= due THEN 100 ELSE
      CAST(100 * (julianday(asked.day) - julianday(start)) / (julianday(due) - julianday(start)) + 0.5 AS INTEGER)
    END AS ought,
    asked.day >= start AS begun
    FROM fact JOIN missed USING (id) LEFT JOIN working USING (id), rule, asked;

-- The light (5.3): 4 red, 3 yellow, 2 blue, 1 grey -----------------------------------------------------------------------

CREATE TABLE reason AS
  -- A, days.
  SELECT id, 3 AS weight, 'awaits-review' AS reason FROM known WHERE status = 'closing' AND since <= due
  UNION ALL SELECT id, 4, 'overdue' FROM known
    WHERE status <> 'ongoing' AND NOT (status = 'closing' AND since <= due) AND days_left < 0
  UNION ALL SELECT id, 2, 'soon' FROM known
    WHERE status <> 'ongoing' AND NOT (status = 'closing' AND since <= due) AND days_left BETWEEN 0 AND soon
      AND coalesce(percent, 0) < 100
  UNION ALL SELECT id, 4, 'milestone-overdue' FROM known JOIN milestone USING (id), asked
    WHERE status <> 'ongoing' AND NOT (status = 'closing' AND since <= due) AND milestone.day < asked.day
  UNION ALL SELECT id, 2, 'milestone-soon' FROM known JOIN milestone USING (id), asked
    WHERE status <> 'ongoing' AND NOT (status = 'closing' AND since <= due)
      AND julianday(milestone.day) - julianday(asked.day) BETWEEN 0 AND soon
  -- B, progress.
  UNION ALL SELECT id, iif(ought - percent > behind_red, 4, 3), 'behind' FROM known, rule
    WHERE status IN ('active', 'rework', 'reopened') AND ought - percent >= behind_yellow
  -- C, reports.
  UNION ALL SELECT id, iif(missed >= missed_red, 4, 3), 'unreported' FROM known, rule
    WHERE begun AND missed >= missed_yellow
  UNION ALL SELECT id, 1, 'nothing-known' FROM known WHERE begun AND missed = 0 AND reported IS NULL
  -- D, signing.
  UNION ALL SELECT id, iif(unsigned > 2 * sign_days, 4, 3), 'not-signed' FROM known, rule
    WHERE status = 'assigned' AND unsigned > sign_days
  -- E.
  UNION ALL SELECT id, 3, 'needs-coordination' FROM known WHERE coordinate
  UNION ALL SELECT id, 3, 'sent-back' FROM known WHERE status = 'rework';

INSERT INTO reason
  SELECT id, 3, 'recovering' FROM known JOIN was_red USING (id)
    WHERE NOT EXISTS (SELECT 1 FROM reason WHERE reason.id = known.id AND weight >= 3);

-- Whatever has ended or rests has no other reason.
DELETE FROM reason WHERE id IN (
  SELECT id FROM known WHERE status IN ('closed', 'merged', 'withdrawn', 'carried', 'suspended'));
INSERT INTO reason SELECT id, 1, 'suspended' FROM known WHERE status = 'suspended';

CREATE TABLE light AS
  SELECT id, code, CASE
      WHEN status = 'closed' THEN 'closed'
      WHEN status IN ('merged', 'withdrawn', 'carried') THEN 'stopped'
      ELSE (SELECT CASE max(weight) WHEN 4 THEN 'red' WHEN 3 THEN 'yellow' WHEN 2 THEN 'blue' WHEN 1 THEN 'grey'
          ELSE 'green' END FROM reason WHERE reason.id = known.id)
    END AS by_rules
    FROM known;

-- What a coordinator judges stands in the place of the rules' light, until its day.
CREATE TABLE seen AS
  SELECT light.id, light.code, by_rules, CASE
      WHEN by_rules NOT IN ('closed', 'stopped') AND substr(judged, instr(judged, ' ') + 1) >= asked.day
        THEN substr(judged, 1, instr(judged, ' ') - 1)
      ELSE by_rules END AS light
    FROM light JOIN fact USING (id), asked;

-- What is due now: each task in its own running window -------------------------------------------------------------------

CREATE TABLE due AS
  SELECT fact.id, code, reporting.rhythm, CASE
      WHEN reported >= span.since THEN 'reported'
      WHEN NOT reporting.expected OR span.due IS NULL OR coalesce(expected_since, '') > span.due THEN 'not-expected'
      ELSE 'missing' END AS report
    FROM fact JOIN reporting USING (id), asked LEFT JOIN span
      ON span.rhythm = reporting.rhythm AND asked.day BETWEEN span.since AND span.due;

-- The running window of the plan's own rhythm: tasks in windows of their own have no part in it.
CREATE TABLE running AS
  SELECT span.period, span.since, span.due,
    count(*) FILTER (WHERE due.report <> 'not-expected') AS expected,
    count(*) FILTER (WHERE due.report = 'reported') AS reported,
    count(*) FILTER (WHERE due.report = 'missing') AS missing
    FROM rule, asked JOIN span ON span.rhythm = rule.rhythm AND asked.day BETWEEN span.since AND span.due
      JOIN due ON due.rhythm = rule.rhythm;
