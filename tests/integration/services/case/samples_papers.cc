// Documents and their copies, tasks, notes and flags.
#include "tests/integration/services/case/samples.h"

namespace amparo::cases {

std::vector<Sample> PaperSamples() {
  return {
      {"DocumentService.ListDocumentTemplates"},
      {"DocumentService.PrepareDocuments", R"(parent: "<case>")"},
      {"DocumentService.CreateDocument", R"(document { kind: "birth-certificate" title: "Her birth certificate" })",
       "document"},
      {"DocumentService.CreateDocument", R"(document { kind: "police-report" title: "The report" })",
       "second_document"},
      {"DocumentService.UpdateDocument", R"(document { title: "Her certificate" }
          update_mask { paths: "title" paths: "contact" })"},
      {"DocumentService.GetDocument", "view: VIEW_FULL"},
      {"DocumentService.RequestDocument", R"(institution: "The registry")"},
      {"DocumentService.ListDocuments", R"(asked_institution: "The registry")"},
      {"DocumentService.ObtainDocument", "form: DOCUMENT_FORM_ORIGINAL"},
      {"DocumentService.CertifyDocument"},
      {"DocumentService.RequestDocument", R"(name: "<second_document>")"},
      {"DocumentService.RejectDocument", R"(name: "<second_document>" reason: "of another person")"},
      {"DocumentService.WaiveDocument", R"(name: "<second_document>" reason: "not needed")"},
      {"DocumentService.ReinstateDocument", R"(name: "<second_document>" reason: "needed after all")"},

      {"DocumentCopyService.CreateDocumentCopy",
       R"(copy { document: "<document>" kind: COPY_KIND_CERTIFIED recipient: COPY_RECIPIENT_PROSECUTOR })",
       "document_copy"},
      {"DocumentCopyService.CreateDocumentCopy",
       R"(copy { document: "<document>" kind: COPY_KIND_CERTIFIED recipient: COPY_RECIPIENT_COURT })", "spare_copy"},
      {"DocumentCopyService.MakeDocumentCopy"},
      {"DocumentCopyService.HandOverDocumentCopy"},
      {"DocumentCopyService.RecordCopyDelivery", R"(reference: "CPO-17")"},
      {"DocumentCopyService.GetDocumentCopy", "view: VIEW_FULL"},
      {"DocumentCopyService.ReturnDocumentCopy", R"(reason: "read")"},
      {"DocumentCopyService.WithdrawDocumentCopy", R"(name: "<spare_copy>" reason: "one is enough")"},
      {"DocumentCopyService.ListDocumentCopies"},

      {"ContentService.BeginUpload", R"(document: "<document>" size: <canary.size> sha256: "<canary.sha256>"
          media_type: "text/plain")",
       "content"},
      {"ContentService.Upload", R"(name: "<content>" data: "<canary>")"},
      {"ContentService.GetUpload", R"(name: "<content>")"},
      {"ContentService.FinishUpload", R"(name: "<content>")"},
      {"ContentService.Download", R"(name: "<content>")"},
      {"DocumentService.ReportDocumentLost", R"(reason: "the office was flooded")"},

      {"TaskService.ListTaskTemplates", R"(parent: "<office>")"},
      {"TaskService.ApplyTaskTemplate", R"(name: "<case>" template_id: "child-victims-first")"},
      {"TaskService.SetReferenceDate", R"(name: "<case>" kind: REFERENCE_KIND_ARRAIGNMENT
          date { year: 2014 month: 7 day: 1 })"},
      {"TaskService.CreateTask", R"(task { title: "Ask for the certificate" assignee: "spiffe://amparo/attorney"
          due_date { year: 2014 month: 12 day: 20 } })",
       "task"},
      {"TaskService.CreateTask", R"(task { title: "Ask again" assignee: "spiffe://amparo/attorney"
          due_date { year: 2014 month: 12 day: 20 } })",
       "second_task"},
      {"TaskService.GetTask"},
      {"TaskService.ListTasks"},
      {"ReminderService.WatchReminders", R"(parent: "<office>" horizon_days: 30)"},
      {"TaskService.UpdateTask", R"(task { title: "Ask for it" } update_mask { paths: "title" })"},
      {"TaskService.ReassignTask", "role: ROLE_PARALEGAL"},
      {"TaskService.ExtendTask", R"(days: 15 day_count: DAY_COUNT_WORKING reason: "order of 3 May")"},
      {"TaskService.CompleteTask"},
      {"TaskService.CancelTask", R"(name: "<second_task>" reason: "it came by mail")"},
      {"TaskService.ReopenTask", R"(name: "<second_task>" reason: "it was of somebody else")"},
      {"TaskService.CancelTask", R"(name: "<second_task>" reason: "it came after all")"},

      {"NoteService.CreateNote", "note { confidentiality: NOTE_CONFIDENTIALITY_CASE_TEAM }", "note"},
      {"NoteService.AmendNote", R"(reason: "told again")"},
      {"NoteService.GetNote", "view: VIEW_FULL"},
      {"NoteService.ListNotes"},
      {"NoteService.StrikeNote", R"(reason: "of another case")"},
      {"FlagService.RaiseFlag", "flag { kind: FLAG_KIND_MEDIA }", "flag"},
      {"FlagService.GetFlag", "view: VIEW_FULL"},
      {"FlagService.ListFlags"},
      {"FlagService.LowerFlag", R"(reason: "nobody asks any more")"},
  };
}

}  // namespace amparo::cases
